const here = 'editorTextFocus && caret.review.here'

/** What reviewing adds to the workbench's commands. */
export const reviewContributions = {
  commands: [
    { command: 'caret.review.accept', title: 'Accept Change', category: 'Caret Review' },
    { command: 'caret.review.reject', title: 'Reject Change', category: 'Caret Review' },
    { command: 'caret.review.acceptFile', title: 'Accept All Changes of the File', category: 'Caret Review' },
    { command: 'caret.review.rejectFile', title: 'Reject All Changes of the File', category: 'Caret Review' },
    { command: 'caret.review.acceptAll', title: 'Accept All Changes', category: 'Caret Review' },
    { command: 'caret.review.rejectAll', title: 'Reject All Changes', category: 'Caret Review' },
    { command: 'caret.review.next', title: 'Go to Next Change', category: 'Caret Review' },
    { command: 'caret.review.previous', title: 'Go to Previous Change', category: 'Caret Review' },
    { command: 'caret.checkpoints.takeBack', title: 'Take Back an Accepted Change…', category: 'Caret' },
    { command: 'caret.checkpoints.restore', title: 'Restore the State Before…', category: 'Caret' },
    { command: 'caret.apply.clipboard', title: 'Apply the Clipboard to This File', category: 'Caret' },
  ],
  keybindings: [
    { key: 'alt+a', mac: 'cmd+alt+a', command: 'caret.review.accept', when: here },
    { key: 'alt+d', mac: 'cmd+alt+d', command: 'caret.review.reject', when: here },
    { key: 'alt+shift+a', mac: 'cmd+alt+shift+a', command: 'caret.review.acceptFile', when: here },
    { key: 'alt+shift+d', mac: 'cmd+alt+shift+d', command: 'caret.review.rejectFile', when: here },
    { key: 'alt+f5', command: 'caret.review.next', when: here },
    { key: 'shift+alt+f5', command: 'caret.review.previous', when: here },
  ],
}
