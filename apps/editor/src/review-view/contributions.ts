const pane = `activeEditor == 'caret.review'`
/** While keys mean the review: not while the user types, be it in a field or in the editable text. */
const reading = 'caret.reviewing && (!inputFocus || editorTextFocus && editorReadonly)'
const proposed = `${reading} && caret.reviewing.pending`
const working = `${reading} && caret.reviewing.workingTree`

/** What the view of a review adds to the workbench's commands, keys and settings. */
export const reviewViewContributions = {
  commands: [
    { command: 'caret.review.workingTree', title: 'Review Working Tree', category: 'Caret', icon: '$(checklist)' },
    { command: 'caret.review.commit', title: 'Review Commit...', category: 'Caret' },
    { command: 'caret.review.branch', title: 'Review Branch...', category: 'Caret' },
    { command: 'caret.review.pending', title: 'Review Pending Changes', category: 'Caret' },
    view('nextHunk', 'Next Hunk'),
    view('previousHunk', 'Previous Hunk'),
    view('nextStep', 'Next Step'),
    view('previousStep', 'Previous Step'),
    view('tick', 'Reviewed, and On to the Next'),
    view('tickStep', 'Step Reviewed, and On to the Next'),
    view('untick', 'Not Reviewed'),
    view('openFile', 'Open the File at the Line'),
    view('edit', 'Go into the Text'),
    view('leave', 'Back to the Steps'),
    view('sideBySide', 'Side by Side or Unified'),
    view('unfold', 'Read Repetitive Hunks One by One'),
    view('fold', 'Read Repetitive Hunks as One'),
    view('acceptHunk', 'Accept Hunk'),
    view('rejectHunk', 'Reject Hunk'),
    view('acceptStep', 'Accept Step'),
    view('rejectStep', 'Reject Step'),
    view('stage', 'Stage or Unstage Hunk'),
    view('stageStep', 'Stage or Unstage Step'),
    view('stageFile', 'Stage or Unstage File'),
    view('discard', 'Discard Hunk...'),
    view('discardFile', 'Discard Changes of the File...'),
    view('toCommit', 'Go to the Commit Message'),
    view('save', 'Save the File in Review'),
  ],
  keybindings: [
    { key: 'alt+f5', command: 'caret.review.nextHunk', when: 'caret.reviewing' },
    { key: 'shift+alt+f5', command: 'caret.review.previousHunk', when: 'caret.reviewing' },
    { key: 'down', command: 'caret.review.nextHunk', when: `${reading} && !editorTextFocus` },
    { key: 'up', command: 'caret.review.previousHunk', when: `${reading} && !editorTextFocus` },
    // Of several keys the last one is shown.
    { key: 'j', command: 'caret.review.nextHunk', when: reading },
    { key: 'k', command: 'caret.review.previousHunk', when: reading },
    { key: 'shift+j', command: 'caret.review.nextStep', when: reading },
    { key: 'shift+k', command: 'caret.review.previousStep', when: reading },
    { key: 'space', command: 'caret.review.tick', when: reading },
    { key: 'shift+space', command: 'caret.review.tickStep', when: reading },
    { key: 'u', command: 'caret.review.untick', when: reading },
    { key: 'enter', command: 'caret.review.openFile', when: reading },
    { key: 'e', command: 'caret.review.edit', when: reading },
    { key: 'v', command: 'caret.review.sideBySide', when: reading },
    { key: 's', command: 'caret.review.stage', when: working },
    { key: 'shift+s', command: 'caret.review.stageStep', when: working },
    { key: 'f', command: 'caret.review.stageFile', when: working },
    { key: 'd', command: 'caret.review.discard', when: working },
    { key: 'c', command: 'caret.review.toCommit', when: working },
    { key: 'right', command: 'caret.review.unfold', when: `${reading} && !editorTextFocus` },
    { key: 'left', command: 'caret.review.fold', when: `${reading} && !editorTextFocus` },
    { key: 'a', command: 'caret.review.acceptHunk', when: proposed },
    { key: 'r', command: 'caret.review.rejectHunk', when: proposed },
    { key: 'shift+a', command: 'caret.review.acceptStep', when: proposed },
    { key: 'shift+r', command: 'caret.review.rejectStep', when: proposed },
    { key: 'ctrl+s', mac: 'cmd+s', command: 'caret.review.save', when: 'caret.reviewing && editorTextFocus' },
    {
      key: 'escape',
      command: 'caret.review.leave',
      when: [
        'caret.reviewing && editorTextFocus && !editorHasSelection && !editorHasMultipleSelections',
        '!suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible && !editorHoverVisible',
        '!inlineSuggestionVisible && !inlineEditIsVisible && !renameInputVisible && !markersNavigationVisible',
      ].join(' && '),
    },
  ],
  menus: {
    'scm/title': [{ command: 'caret.review.workingTree', group: 'navigation@1', when: 'scmProvider == git' }],
    commandPalette: [
      'nextHunk previousHunk nextStep previousStep tick tickStep untick openFile edit leave sideBySide unfold fold',
      'acceptHunk rejectHunk acceptStep rejectStep save stage stageStep stageFile discard discardFile toCommit',
    ].flatMap((names) => names.split(' ').map((name) => ({ command: `caret.review.${name}`, when: pane }))),
  },
  configuration: {
    title: 'Caret Review',
    properties: {
      'caret.review.layout': {
        type: 'string',
        enum: ['auto', 'sideBySide', 'unified'],
        enumDescriptions: ['Side by side where there is room.', 'Always side by side.', 'Always as one text.'],
        default: 'auto',
        description: 'How a review shows the texts before and after a change.',
      },
    },
  },
}

function view(name: string, title: string) {
  return { command: `caret.review.${name}`, title, category: 'Caret Review' }
}
