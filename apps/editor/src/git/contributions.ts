const isOpen = 'git.repositoryOpen'
const isGit = 'scmProvider == git'

/** What git adds to the workbench's menus, keys, settings and colours. The commands' names and keys are VS Code's own. */
export const gitContributions = {
  commands: [
    command('init', 'Initialize Repository', '$(repo)'),
    command('refresh', 'Refresh', '$(refresh)'),
    command('showOutput', 'Show Git Output'),
    command('openChange', 'Open Changes', '$(git-compare)'),
    command('openFile', 'Open File', '$(go-to-file)'),
    command('openAllChanges', 'Open All Changes', '$(diff-multiple)'),
    command('stage', 'Stage Changes', '$(add)'),
    command('stageAll', 'Stage All Changes', '$(add)'),
    command('stageSelectedRanges', 'Stage Selected Ranges'),
    command('unstage', 'Unstage Changes', '$(remove)'),
    command('unstageAll', 'Unstage All Changes', '$(remove)'),
    command('unstageSelectedRanges', 'Unstage Selected Ranges'),
    command('clean', 'Discard Changes', '$(discard)'),
    command('cleanAll', 'Discard All Changes', '$(discard)'),
    command('revertSelectedRanges', 'Revert Selected Ranges'),
    command('commit', 'Commit', '$(check)'),
    command('commitAmend', 'Commit (Amend)'),
    command('commitPush', 'Commit & Push'),
    command('commitSync', 'Commit & Sync'),
    command('undoCommit', 'Undo Last Commit'),
    command('checkout', 'Checkout to...'),
    command('branch', 'Create Branch...'),
    command('branchFrom', 'Create Branch From...'),
    command('renameBranch', 'Rename Branch...'),
    command('deleteBranch', 'Delete Branch...'),
    command('merge', 'Merge...'),
    command('rebase', 'Rebase Branch...'),
    command('continue', 'Continue Merge or Rebase'),
    command('abort', 'Abort Merge or Rebase'),
    command('fetch', 'Fetch'),
    command('fetchPrune', 'Fetch (Prune)'),
    command('pull', 'Pull'),
    command('pullRebase', 'Pull (Rebase)'),
    command('push', 'Push'),
    command('pushForce', 'Push (Force with Lease)'),
    command('sync', 'Sync', '$(sync)'),
    command('publish', 'Publish Branch...', '$(cloud-upload)'),
    command('addRemote', 'Add Remote...'),
    command('stash', 'Stash'),
    command('stashIncludeUntracked', 'Stash (Include Untracked)'),
    command('stashPop', 'Pop Stash...'),
    command('stashDrop', 'Drop Stash...'),
    command('viewChange', 'View Change at the Cursor'),
    command('closeChange', 'Close Change'),
    { command: 'editor.action.dirtydiff.next', title: 'Show Next Change', category: 'Git' },
    { command: 'editor.action.dirtydiff.previous', title: 'Show Previous Change', category: 'Git' },
    { command: 'workbench.action.editor.nextChange', title: 'Go to Next Change', category: 'Git' },
    { command: 'workbench.action.editor.previousChange', title: 'Go to Previous Change', category: 'Git' },
  ],
  keybindings: [
    { key: 'alt+f3', command: 'editor.action.dirtydiff.next', when: 'editorTextFocus && !textCompareEditorActive' },
    {
      key: 'shift+alt+f3',
      command: 'editor.action.dirtydiff.previous',
      when: 'editorTextFocus && !textCompareEditorActive',
    },
    {
      key: 'alt+f5',
      command: 'workbench.action.editor.nextChange',
      when: 'editorTextFocus && !textCompareEditorActive',
    },
    {
      key: 'shift+alt+f5',
      command: 'workbench.action.editor.previousChange',
      when: 'editorTextFocus && !textCompareEditorActive',
    },
    { key: 'escape', command: 'git.closeChange', when: 'git.changeShown' },
    { key: 'ctrl+k ctrl+alt+s', mac: 'cmd+k cmd+alt+s', command: 'git.stageSelectedRanges', when: 'editorTextFocus' },
    { key: 'ctrl+k ctrl+n', mac: 'cmd+k cmd+n', command: 'git.unstageSelectedRanges', when: 'editorTextFocus' },
    { key: 'ctrl+k ctrl+r', mac: 'cmd+k cmd+r', command: 'git.revertSelectedRanges', when: 'editorTextFocus' },
  ],
  menus: {
    'scm/title': [
      title('commit', 'navigation'),
      title('refresh', 'navigation@2'),
      ...['pull', 'push', 'fetch', 'sync', 'checkout'].map((name, i) => title(name, `1_header@${i}`)),
      submenu('git.commitMenu', '2_main@1'),
      submenu('git.changesMenu', '2_main@2'),
      submenu('git.pullPushMenu', '2_main@3'),
      submenu('git.branchMenu', '2_main@4'),
      submenu('git.stashMenu', '2_main@5'),
      title('showOutput', '3_footer'),
    ],
    'git.commitMenu': items(
      ['commit', 'commitAmend', 'commitPush', 'commitSync'],
      ['undoCommit'],
      ['continue', 'abort'],
    ),
    'git.changesMenu': items(['openAllChanges'], ['stageAll', 'unstageAll'], ['cleanAll']),
    'git.pullPushMenu': items(
      ['sync'],
      ['pull', 'pullRebase'],
      ['push', 'pushForce', 'publish'],
      ['fetch', 'fetchPrune'],
      ['addRemote'],
    ),
    'git.branchMenu': items(['merge', 'rebase'], ['branch', 'branchFrom', 'renameBranch', 'deleteBranch']),
    'git.stashMenu': items(['stash', 'stashIncludeUntracked'], ['stashPop', 'stashDrop']),
    'scm/resourceGroup/context': [
      inline('stageAll', 'workingTree', 2),
      inline('cleanAll', 'workingTree', 1),
      inline('unstageAll', 'index', 2),
      inline('stageAll', 'merge', 2),
      ...['workingTree', 'merge'].map((group) => context('stageAll', group, '1_modification')),
      context('cleanAll', 'workingTree', '1_modification'),
      context('unstageAll', 'index', '1_modification'),
    ],
    'scm/resourceFolder/context': [
      inline('stage', 'workingTree', 2),
      inline('clean', 'workingTree', 1),
      inline('unstage', 'index', 2),
      inline('stage', 'merge', 2),
    ],
    'scm/resourceState/context': [
      ...['workingTree', 'index', 'merge'].map((group) => inline('openFile', group, 1)),
      inline('clean', 'workingTree', 2),
      inline('stage', 'workingTree', 3),
      inline('stage', 'merge', 3),
      inline('unstage', 'index', 3),
      ...['workingTree', 'index', 'merge'].flatMap((group) => [
        context('openChange', group, 'navigation@1'),
        context('openFile', group, 'navigation@2'),
      ]),
      context('stage', 'workingTree', '1_modification@1'),
      context('clean', 'workingTree', '1_modification@2'),
      context('stage', 'merge', '1_modification@1'),
      context('unstage', 'index', '1_modification@1'),
    ],
    'editor/title': [
      {
        command: 'git.openChange',
        group: 'navigation@2',
        when: `${isOpen} && !isInDiffEditor && git.activeHasChanges`,
      },
      {
        command: 'git.openFile',
        group: 'navigation@2',
        when: `${isOpen} && isInDiffEditor && resourceScheme =~ /^git$|^file$/`,
      },
    ],
    'editor/context': ['stageSelectedRanges', 'unstageSelectedRanges', 'revertSelectedRanges'].map((name, i) => ({
      command: `git.${name}`,
      group: `2_git@${i}`,
      when: `${isOpen} && isInDiffEditor`,
    })),
    commandPalette: [
      { command: 'git.init', when: '!git.repositoryOpen' },
      { command: 'git.refresh', when: isOpen },
      { command: 'git.closeChange', when: 'false' },
    ],
  },
  submenus: [
    menu('git.commitMenu', 'Commit'),
    menu('git.changesMenu', 'Changes'),
    menu('git.pullPushMenu', 'Pull, Push'),
    menu('git.branchMenu', 'Branch'),
    menu('git.stashMenu', 'Stash'),
  ],
  configuration: {
    title: 'Git',
    properties: {
      'git.enableSmartCommit': {
        type: 'boolean',
        default: false,
        description: 'Commit all changes when there are no staged changes.',
      },
      'git.suggestSmartCommit': {
        type: 'boolean',
        default: true,
        description: 'Offer to commit all changes when there are no staged changes.',
      },
      'git.confirmSync': {
        type: 'boolean',
        default: true,
        description: 'Ask before synchronizing with the remote.',
      },
      'git.promptToSaveFilesBeforeCommit': {
        type: 'boolean',
        default: true,
        description: 'Offer to save unsaved files before committing.',
      },
      'git.decorations.enabled': {
        type: 'boolean',
        default: true,
        description: 'Show colours and badges of git in the explorer and the tabs.',
      },
    },
  },
  colors: [
    color('added', 'added', '#587c0c', '#81b88b', '#a1e3ad', '#374e06'),
    color('modified', 'modified', '#895503', '#E2C08D', '#E2C08D', '#895503'),
    color('deleted', 'deleted', '#ad0707', '#c74e39', '#c74e39', '#ad0707'),
    color('renamed', 'renamed or copied', '#007100', '#73C991', '#73C991', '#007100'),
    color('stageModified', 'modified and staged', '#895503', '#E2C08D', '#E2C08D', '#895503'),
    color('stageDeleted', 'deleted and staged', '#ad0707', '#c74e39', '#c74e39', '#ad0707'),
    color('untracked', 'untracked', '#007100', '#73C991', '#73C991', '#007100'),
    color('ignored', 'ignored', '#8E8E90', '#8C8C8C', '#A7A8A9', '#8e8e90'),
    color('conflicting', 'conflicting', '#ad0707', '#e4676b', '#c74e39', '#ad0707'),
    color('submodule', 'submodule', '#1258a7', '#8db9e2', '#8db9e2', '#1258a7'),
  ],
}

function command(name: string, title: string, icon?: string) {
  return { command: `git.${name}`, title, category: 'Git', ...(icon ? { icon } : {}) }
}

function title(name: string, group: string) {
  return { command: `git.${name}`, group, when: isGit }
}

function menu(id: string, label: string) {
  // Two declarations of the manifest's type have merged: it wants the identifier twice.
  return { id, submenu: id, label }
}

function submenu(id: string, group: string) {
  // The manifest's type knows no items that open a menu.
  return { submenu: id, group, when: isGit } as unknown as { command: string; group: string; when: string }
}

/** Menu items in groups, each group set off by a line. */
function items(...groups: string[][]) {
  return groups.flatMap((names, group) =>
    names.map((name, order) => ({ command: `git.${name}`, group: `${group}_group@${order}` })),
  )
}

function inline(name: string, group: string, order: number) {
  return context(name, group, `inline@${order}`)
}

function context(name: string, resourceGroup: string, group: string) {
  return { command: `git.${name}`, group, when: `${isGit} && scmResourceGroup == ${resourceGroup}` }
}

function color(
  name: string,
  what: string,
  light: string,
  dark: string,
  highContrast: string,
  highContrastLight: string,
) {
  const defaults = { light, dark, highContrast, highContrastLight }
  return { id: `gitDecoration.${name}ResourceForeground`, description: `Colour of ${what} resources.`, defaults }
}
