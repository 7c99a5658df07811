import type { Answer } from '@caret/models/testing'
import type { Editor } from '../harness.ts'
import { showPrompt } from './prompt.ts'
import { reviewPictures } from './review.ts'

/** A view: how a user gets there from an editor in which nothing is open. */
export interface Picture {
  name: string
  show(editor: Editor): Promise<void>
  /** What the models say to what is asked. */
  answers?: Answer[]
  /** Hides what `show` opened beside editors, widgets and the panel, which are closed anyway. */
  after?(editor: Editor): Promise<void>
}

const jitter = `/** Waits longer each time, with some chance in it, up to five minutes. */
export function retryDelay(attempts: number): number {
  const delay = Math.min(300_000, 250 * 2 ** attempts)
  return delay * (0.5 + Math.random() / 2)
}`
const longestWait =
  'A minute: retryDelay doubles 250 ms with each attempt and stops at 60,000 ms, which it reaches at the eighth.'

export const pictures: Picture[] = [
  { name: 'models-none', show: openModels },
  {
    name: 'models-key',
    async show(editor) {
      await openModels(editor)
      await editor.page.locator('[data-provider=anthropic]').getByText('Enter Key').click()
    },
  },
  {
    name: 'models',
    async show(editor) {
      await enterKey(editor)
      await editor.page.locator('[data-role=fast]').getByText('Test').click()
      await editor.page.locator('[data-role=fast]').getByText('Said').waitFor()
    },
    after: removeKey,
  },
  {
    name: 'models-local',
    async show(editor) {
      await openModels(editor)
      await editor.page.locator('[data-offer]').first().waitFor()
      await editor.page.locator('#caret-models-local').evaluate((heading) => heading.scrollIntoView())
    },
  },
  {
    name: 'instruct-none',
    async show(editor) {
      await instruct(editor)
      await editor.page.locator('.caret-instruct-status', { hasText: 'No model' }).waitFor()
    },
  },
  {
    name: 'instruct-asking',
    answers: [{ steps: [{ text: '```ts\n/** Waits longer each time, with some chance in it. */\n' }, 'stall'] }],
    async show(editor) {
      await enterKey(editor)
      await instruct(editor)
      await editor.type('Add jitter, and a limit of five minutes')
      await editor.press('Enter')
      await editor.page.locator('.caret-review-removed').first().waitFor()
    },
    after: removeKey,
  },
  {
    name: 'instruct',
    answers: [{ steps: [{ text: `\`\`\`ts\n${jitter}\n\`\`\`` }] }],
    async show(editor) {
      await enterKey(editor)
      await instruct(editor)
      await editor.type('Add jitter, and a limit of five minutes')
      await editor.press('Enter')
      await editor.page.locator('.caret-instruct[data-status=done]').waitFor()
    },
    after: removeKey,
  },
  {
    name: 'instruct-question',
    answers: [{ steps: [{ text: longestWait }] }],
    async show(editor) {
      await enterKey(editor)
      await instruct(editor)
      await editor.type('What is the longest wait?')
      await editor.press('Alt+Enter')
      await editor.page.locator('.caret-instruct-words', { hasText: 'minute' }).waitFor()
    },
    after: removeKey,
  },
  {
    name: 'instruct-mention',
    async show(editor) {
      await enterKey(editor)
      await instruct(editor)
      await editor.type('Do it as in @que')
      await editor.page.locator('.caret-instruct-choice').first().waitFor()
    },
    after: removeKey,
  },
  {
    name: 'instruct-pills',
    async show(editor) {
      await enterKey(editor)
      await instruct(editor)
      for (const name of ['queue.ts', 'Runner', 'retries.md']) {
        await editor.type(`${name === 'queue.ts' ? 'As in ' : 'and '}@${name}`)
        await editor.page.locator('.caret-instruct-choice').first().waitFor()
        await editor.press('Enter')
      }
    },
    after: removeKey,
  },
  {
    name: 'instruct-questions',
    answers: [{ steps: [{ text: longestWait }] }, { steps: [{ text: 'Yes: nothing in it is left to chance.' }] }],
    async show(editor) {
      await enterKey(editor)
      await instruct(editor)
      for (const words of ['What is the longest wait?', 'Do all jobs wait for the same time?']) {
        await editor.type(words)
        await editor.press('Alt+Enter')
        await editor.page.locator('.caret-instruct[data-status=words]:not(.is-asking)').waitFor()
      }
    },
    after: removeKey,
  },
  {
    name: 'instruct-terminal',
    answers: [{ steps: [{ text: '```sh\ngit log --oneline --since="2 weeks ago" -- src\n```' }] }],
    async show(editor) {
      await enterKey(editor)
      await editor.press('Control+`')
      await shell(editor, 'npm test')
      await inTerminal(editor, 'what was changed in src in the last two weeks')
    },
    after: removeKey,
  },
  {
    name: 'instruct-danger',
    answers: [{ steps: [{ text: '```sh\nrm -rf dist node_modules\ngit clean -fdx\n```' }] }],
    async show(editor) {
      await enterKey(editor)
      await editor.press('Control+`')
      await shell(editor, 'npm test')
      await inTerminal(editor, 'delete all that is not in git')
    },
    after: removeKey,
  },
  {
    name: 'models-role',
    async show(editor) {
      await enterKey(editor)
      await editor.page.locator('[data-role=smart] .dropdown').click()
      await editor.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'opus' }).waitFor()
    },
    after: removeKey,
  },
  {
    name: 'models-spend',
    async show(editor) {
      await openModels(editor)
      await editor.page.locator('.caret-models-days').scrollIntoViewIfNeeded()
      await editor.page.mouse.move(900, 500)
      await editor.page.mouse.wheel(0, 2000)
    },
  },
  { name: 'prompt', show: showPrompt },
  {
    name: 'review',
    async show(editor) {
      await proposeAnswer(editor)
    },
    after: (editor) => editor.command('Caret Review: Reject All Changes'),
  },
  {
    name: 'checkpoints',
    async show(editor) {
      await acceptAnswer(editor)
      await editor.command('Caret: Take Back an Accepted Change…')
      await editor.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'From the clipboard' }).waitFor()
    },
  },
  {
    name: 'checkpoints-conflict',
    async show(editor) {
      await acceptAnswer(editor)
      await word(editor, 'availableParallelism').last().dblclick()
      await editor.type('cores')
      await editor.command('Caret: Take Back an Accepted Change…')
      await editor.pick('From the clipboard')
      await editor.notification('left as it is').waitFor()
    },
    after: (editor) => editor.command('Caret Review: Reject All Changes'),
  },
  ...reviewPictures,
  { name: 'welcome', show: (editor) => editor.command('Caret: Welcome') },
  {
    name: 'editor',
    async show(editor) {
      await openRunner(editor)
      await editor.page.locator('.squiggly-error').first().waitFor()
    },
  },
  {
    name: 'hover',
    async show(editor) {
      await editor.openFile('src/runner.ts', 41)
      await settled(editor)
      await word(editor, 'retryDelay').last().hover()
      await editor.page.locator('.monaco-hover .hover-contents', { hasText: 'Doubles the wait' }).waitFor()
    },
  },
  {
    name: 'completion',
    async show(editor) {
      await editor.openFile('src/index.ts', 16)
      await settled(editor)
      await editor.press('End')
      await editor.press('Enter')
      await editor.type('runner.')
      await editor.page.locator('.suggest-widget .monaco-list-row', { hasText: 'queue' }).waitFor()
      await editor.press('ArrowDown')
    },
  },
  {
    name: 'ghost-text',
    async show(editor) {
      await editor.openFile('src/index.ts', 16)
      await settled(editor)
      await editor.press('End')
      await editor.press('Enter')
      await editor.type('for (const ')
      await editor.page.locator('.ghost-text-decoration, .ghost-text').first().waitFor()
    },
  },
  {
    name: 'next-edit',
    async show(editor) {
      await editTwice(editor)
      await editor.page.locator('.view-line [class*="inlineCompletions-char-insert"]').first().waitFor()
    },
  },
  {
    name: 'quiet',
    async show(editor) {
      await tabMenu(editor, 'Only Mark Suggestions')
      await editTwice(editor)
      await editor.page.locator('.statusbar-item', { hasText: 'hold Alt' }).waitFor()
    },
    after: (editor) => tabMenu(editor, 'Show Suggestions by Themselves'),
  },
  {
    name: 'signature',
    async show(editor) {
      await editor.openFile('src/index.ts', 16)
      await settled(editor)
      await editor.press('End')
      await editor.press('Enter')
      await editor.type('formatOutcomes(')
      await editor.page.locator('.parameter-hints-widget.visible').waitFor()
    },
  },
  {
    name: 'problems',
    async show(editor) {
      await openRunner(editor)
      await editor.press('Control+Shift+m')
      await editor.page.locator('.markers-panel .monaco-list-row', { hasText: 'timeout' }).first().waitFor()
    },
  },
  {
    name: 'references',
    async show(editor) {
      await editor.openFile('src/job.ts', 2)
      await settled(editor)
      await word(editor, 'Job').first().click()
      await editor.press('Shift+F12')
      await editor.page.locator('.reference-zone-widget .referenceMatch').first().waitFor()
    },
  },
  {
    name: 'search',
    async show(editor) {
      await openRunner(editor)
      await editor.press('Control+Shift+f')
      await editor.page.locator('.search-view .search-widget textarea').first().fill('retry')
      await editor.press('Enter')
      await editor.page.locator('.search-view .monaco-list-row .match').first().waitFor()
    },
    after: explorer,
  },
  {
    name: 'source-control',
    async show(editor) {
      await openRunner(editor)
      await editor.press('Control+Shift+g')
      await editor.page.locator('.scm-view .monaco-list-row', { hasText: 'clock.ts' }).waitFor()
    },
    after: explorer,
  },
  {
    name: 'diff',
    async show(editor) {
      await editor.press('Control+Shift+g')
      await editor.page.locator('.scm-view .monaco-list-row', { hasText: 'runner.ts' }).click()
      await editor.page.locator('.monaco-diff-editor .line-insert').first().waitFor()
    },
    after: explorer,
  },
  {
    name: 'gutter-peek',
    async show(editor) {
      await editor.openFile('src/runner.ts', 34)
      await settled(editor)
      await editor.press('Alt+F3')
      await editor.page.locator('.zone-widget').first().waitFor()
    },
  },
  {
    name: 'terminal',
    async show(editor) {
      await openRunner(editor)
      await editor.command('Terminal: Create New Terminal')
      await shell(editor, 'git diff --stat')
      await editor.page.waitForTimeout(1000)
      await editor.command('Terminal: Split Terminal')
      await shell(editor, 'git log --oneline --graph')
      await editor.page.waitForTimeout(1000)
    },
  },
  {
    name: 'settings',
    async show(editor) {
      await editor.press('Control+,')
      await editor.page.locator('.settings-editor .setting-item').first().waitFor()
    },
  },
  {
    name: 'keybindings',
    async show(editor) {
      await editor.press('Control+k')
      await editor.press('Control+s')
      await editor.page.locator('.keybindings-editor .monaco-list-row').first().waitFor()
    },
  },
  {
    name: 'extensions',
    async show(editor) {
      await openRunner(editor)
      await editor.press('Control+Shift+x')
      await editor.page.locator('.extensions-viewlet').waitFor()
    },
    after: explorer,
  },
  {
    name: 'command-palette',
    async show(editor) {
      await openRunner(editor)
      await editor.press('F1')
      await editor.page.locator('.quick-input-widget .monaco-list-row').first().waitFor()
    },
  },
  {
    name: 'quick-open',
    async show(editor) {
      await openRunner(editor)
      await editor.press('Control+p')
      await editor.page.locator('.quick-input-widget input:not([type=checkbox])').first().fill('table')
      await editor.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'table.ts' }).first().waitFor()
    },
  },
  {
    name: 'markdown-preview',
    async show(editor) {
      await editor.openFile('README.md')
      await editor.command('Markdown: Open Preview to the Side')
      await editor.page.waitForTimeout(3000)
    },
  },
  {
    name: 'notifications',
    async show(editor) {
      await openRunner(editor)
      // There is nothing where the remote should be, and git says so.
      await editor.command('Git: Fetch')
      await editor.page.locator('.notification-toast').first().waitFor()
    },
  },
  {
    name: 'outline-timeline',
    async show(editor) {
      await openRunner(editor)
      for (const name of ['Outline', 'Timeline'])
        await editor.page.locator('.pane-header', { hasText: name }).first().click()
      await editor.page.waitForTimeout(1500)
    },
    async after(editor) {
      for (const name of ['Outline', 'Timeline'])
        await editor.page.locator('.pane-header', { hasText: name }).first().click()
    },
  },
  ...['File', 'View', 'Help'].map(
    (menu): Picture => ({
      name: `menu-${menu.toLowerCase()}`,
      async show(editor) {
        await openRunner(editor)
        await editor.page.locator('.menubar-menu-button').first().click()
        await editor.page.locator('.monaco-menu .action-item', { hasText: menu }).first().hover()
        await editor.page.locator('.monaco-menu .monaco-submenu .action-item').first().waitFor()
      },
    }),
  ),
  {
    name: 'context-menu',
    async show(editor) {
      await openRunner(editor)
      await editor.page.locator('.view-line').nth(6).click({ button: 'right' })
      await editor.page.locator('.monaco-menu .action-item').first().waitFor()
    },
  },
  {
    name: 'manage',
    async show(editor) {
      await openRunner(editor)
      await editor.page.locator('.activitybar .action-label[aria-label^="Manage"]').click()
      await editor.page.locator('.monaco-menu .action-item').first().waitFor()
    },
  },
]

const answer = `<<<<<<< SEARCH
  parallel: 4,
=======
  parallel: availableParallelism(),
>>>>>>> REPLACE

<<<<<<< SEARCH
for (const name of ['fetch prices', 'resize photos', 'send digest']) {
  const job: Job = { name, priority: name.length, due: Date.now(), attempts: 0, run: async () => {} }
  runner.queue.add(job)
}
=======
const names = ['fetch prices', 'resize photos', 'send digest']
for (const [at, name] of names.entries()) {
  const job: Job = { name, priority: names.length - at, due: Date.now(), attempts: 0, run: async () => {} }
  runner.queue.add(job)
}
>>>>>>> REPLACE
`

async function proposeAnswer(editor: Editor): Promise<void> {
  await editor.openFile('src/index.ts')
  await settled(editor)
  await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await editor.page.evaluate((text) => navigator.clipboard.writeText(text), answer)
  await editor.command('Caret: Apply the Clipboard to This File')
  await editor.page.locator('.caret-review-bar').waitFor()
}

async function acceptAnswer(editor: Editor): Promise<void> {
  await proposeAnswer(editor)
  await editor.page.locator('.caret-review-bar').getByText('Accept File').click()
  await editor.page.locator('.caret-review-bar').waitFor({ state: 'detached' })
}

async function openModels(editor: Editor): Promise<void> {
  await editor.command('Caret: Models')
  await editor.page.locator('.caret-models [data-role=fast]').waitFor()
}

async function enterKey(editor: Editor): Promise<void> {
  await openModels(editor)
  const provider = editor.page.locator('[data-provider=anthropic]')
  await provider.getByText('Enter Key').click()
  await editor.type('a-key-for-pictures')
  await editor.press('Enter')
  await provider.getByText('answers in').waitFor()
}

/** Opens the box for the function that says how long to wait. */
async function instruct(editor: Editor): Promise<void> {
  await editor.openFile('src/job.ts', 16)
  await settled(editor)
  await editor.press('Home')
  for (let line = 0; line < 3; line++) await editor.press('Shift+ArrowDown')
  await editor.press('Shift+End')
  await editor.press('Control+i')
  await editor.page.locator('.caret-instruct').waitFor()
}

/** Has a command made of words, and waits for it. */
async function inTerminal(editor: Editor, words: string): Promise<void> {
  await editor.page.locator('.terminal-split-pane').first().click()
  await editor.press('Control+k')
  await editor.page.locator('.caret-instruct.is-terminal').waitFor()
  await editor.type(words)
  await editor.press('Enter')
  await editor.page.getByRole('button', { name: 'Put it at the prompt' }).waitFor()
}

async function removeKey(editor: Editor): Promise<void> {
  await openModels(editor)
  const provider = editor.page.locator('[data-provider=anthropic]')
  await provider.getByText('Remove Key').click()
  await provider.getByText('no key').waitFor()
}

/** Does the same in two functions, so that it is suggested for the others. */
async function editTwice(editor: Editor): Promise<void> {
  for (const line of [2, 7]) {
    await editor.openFile('src/report/notify.ts', line)
    await settled(editor)
    await editor.press('End')
    await editor.press('ArrowLeft')
    await editor.type(', 1')
  }
}

async function tabMenu(editor: Editor, item: string): Promise<void> {
  await editor.command('Caret Tab: Show Menu')
  await editor.pick(item)
}

async function openRunner(editor: Editor): Promise<void> {
  await editor.openFile('src/job.ts')
  await editor.openFile('src/runner.ts', 33)
  await settled(editor)
}

/** Waits until the language server has said what the words mean: it then has seen the file. */
async function settled(editor: Editor): Promise<void> {
  await editor.page.waitForTimeout(1500)
}

const word = (editor: Editor, text: string) =>
  editor.page.locator('.editor-group-container.active .view-line span span', { hasText: new RegExp(`^${text}$`) })

async function shell(editor: Editor, command: string): Promise<void> {
  await editor.page.locator('.terminal-wrapper.active .xterm').last().waitFor()
  await editor.page.waitForTimeout(1000)
  await editor.type(command)
  await editor.press('Enter')
}

async function explorer(editor: Editor): Promise<void> {
  await editor.press('Control+Shift+e')
}
