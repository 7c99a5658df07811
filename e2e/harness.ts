import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { expect } from 'vitest'

const root = findRoot(fileURLToPath(new URL('.', import.meta.url)))

/** Debian's Chromium, or the one that `CARET_CHROMIUM` names, without what it would otherwise ask the network. */
export const chromiumOptions = {
  executablePath: process.env.CARET_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // In place of Playwright's list, which turns off the partitioned storage that webviews' service workers live in.
    '--disable-features=HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding',
  ],
}

export const launchBrowser = (): Promise<Browser> => chromium.launch(chromiumOptions)

/** A temporary folder with the given files; `git: true` makes it a repository with one commit. */
export class Folder implements Disposable {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'caret-e2e-')))

  constructor(files: Record<string, string | Uint8Array>) {
    for (const [path, contents] of Object.entries(files)) this.write(path, contents)
  }

  at(path: string): string {
    return join(this.path, path)
  }

  write(path: string, contents: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true })
    writeFileSync(this.at(path), contents)
  }

  read(path: string): string {
    return readFileSync(this.at(path), 'utf8')
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

export interface EngineOptions {
  args?: string[]
  env?: Record<string, string>
}

/** A real `caret` process that serves a folder. */
export class EngineProcess implements AsyncDisposable {
  private constructor(
    readonly url: string,
    readonly child: ChildProcess,
  ) {}

  static async start(
    folder: string,
    dataFolder: string,
    { args = [], env = {} }: EngineOptions = {},
  ): Promise<EngineProcess> {
    const command = [join(root, 'apps/cli/bin/caret.mjs'), folder, '--no-open', ...args]
    const child = spawn(process.execPath, command, {
      // What tests throw away goes to a trash of their own.
      env: { ...process.env, CARET_HOME: dataFolder, XDG_DATA_HOME: join(dataFolder, 'share'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const url = await new Promise<string>((resolve, reject) => {
      const take = (chunk: Buffer) => {
        output += chunk
        const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output)
        if (found) resolve(found[0])
      }
      child.stdout.on('data', take)
      child.stderr.on('data', take)
      child.on('exit', (code) => reject(new Error(`caret ended with ${code} before it served:\n${output}`)))
    })
    return new EngineProcess(url, child)
  }

  /** Ends it like a crash does, at once. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const exited = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill(signal)
    await exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill('SIGTERM')
  }
}

/** An open editor, driven as a user drives it: by keys, the mouse, and what can be seen. */
export class Editor {
  /**
   * What the page put into its console as errors (uncaught ones, what the policy forbade, what did not load), and questions
   * of the browser's own where the workbench should ask.
   */
  readonly errors: string[] = []

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => {
      const text = error.stack ?? String(error)
      if (!isOfShownSuggestion(text)) this.errors.push(text)
    })
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`${message.text()} (${message.location().url})`)
    })
    page.on('dialog', (dialog) => {
      this.errors.push(`The browser asks (${dialog.type()}): ${dialog.message()}`)
      void dialog.accept()
    })
  }

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Editor> {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 860 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    })
    const editor = new Editor(await context.newPage())
    await editor.page.goto(url, { waitUntil: 'commit' })
    await editor.ready()
    return editor
  }

  /** Waits until the workbench and Caret's own extension are up. */
  async ready(): Promise<void> {
    await this.page.waitForSelector('#workbench[data-ready]', { timeout: 60_000 })
  }

  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: 'commit' })
    await this.ready()
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys)
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text, { delay: 5 })
  }

  /** Runs a command by its title, through the command palette. */
  async command(title: string): Promise<void> {
    await this.#choose('F1', `>${title}`, titled(title))
  }

  /** Opens a file of the folder through quick open. */
  async openFile(path: string, line?: number): Promise<void> {
    const name = path.split('/').at(-1)!
    await this.#choose('Control+p', line ? `${path}:${line}` : path, exactly(name))
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor()
    await this.page.locator('.editor-instance .view-line').first().waitFor()
  }

  async #choose(keys: string, query: string, expected: RegExp): Promise<void> {
    const widget = this.page.locator('.quick-input-widget')
    const name = this.page.locator('.label-name', { hasText: expected })
    const row = widget.locator('.monaco-list-row', { has: name }).first()
    for (let attempt = 1; ; attempt++) {
      await this.openQuickInput(keys)
      const found = widget
        .locator('input:not([type=checkbox])')
        .first()
        .fill(query, { timeout: 3_000 })
        .then(() => row.click({ timeout: 3_000 }))
      const chosen = await found.then(
        () => true,
        () => false,
      )
      if (chosen) break
      if (attempt === 4) throw new Error(`${keys} finds nothing by ${query}.`)
      // What is offered depends on what had the focus, and may come late; what takes the focus closes the pick.
      await this.press('Escape')
    }
    // A command may ask on in another pick.
    await row.waitFor({ state: 'hidden' })
  }

  /** Presses a key that opens a quick pick; again, where a view that was about to take the focus swallowed it. */
  async openQuickInput(keys: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget')
    // Not by Vitest's polling: benchmarks and screenshots come here without it.
    for (let attempt = 0; !(await widget.isVisible()); attempt++) {
      if (attempt === 50) throw new Error(`${keys} opens no quick pick.`)
      await this.press(keys)
      await this.page.waitForTimeout(50)
    }
  }

  /** Chooses what `query` finds in the open quick pick; `expected` is what the row says. */
  async pick(query: string, expected = query): Promise<void> {
    const widget = this.page.locator('.quick-input-widget')
    await widget.waitFor()
    await widget.locator('input:not([type=checkbox])').first().fill(query)
    await widget.locator('.monaco-list-row.focused', { hasText: expected }).first().waitFor()
    await this.press('Enter')
  }

  /** A row of the explorer. */
  row(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row', {
      has: this.page.locator('.label-name', { hasText: exactly(name) }),
    })
  }

  /** Clicks a row of the explorer until that one is chosen: while files come and go, another may slip under the pointer. */
  async choose(name: string): Promise<void> {
    const row = this.row(name)
    await insist(async () => {
      await row.click()
      await expect.poll(() => row.getAttribute('class'), { timeout: 2_000 }).toMatch(/\bselected\b/)
    })
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', {
      has: this.page.locator('.label-name', { hasText: exactly(name) }),
    })
  }

  /** Chooses from the context menu of what `target` points at. */
  async menu(target: Locator, item: string): Promise<void> {
    const chosen = this.page.locator('.monaco-menu .action-item', { hasText: item }).first()
    // A view that is about to take the focus closes the menu again.
    await insist(async () => {
      await target.click({ button: 'right' })
      await chosen.waitFor({ timeout: 1_000 })
      // For a tenth of a second after it opened, a menu takes a click for the end of the one that opened it.
      await this.page.waitForTimeout(150)
      await chosen.click({ timeout: 1_000 })
    })
  }

  /** Types into the explorer's input box, which comes with a new file or a new name. */
  async name(text: string): Promise<void> {
    const input = this.page.locator('.explorer-folders-view .monaco-inputbox input')
    await input.waitFor()
    await input.fill(text)
    await input.press('Enter')
    await input.waitFor({ state: 'detached' })
  }

  /** Waits for a dialog that says `text`, and answers it. */
  async answer(text: string | RegExp, button: string): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box', { hasText: text })
    await dialog.waitFor()
    await dialog.locator('.monaco-button', { hasText: exactly(button) }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text }).first()
  }

  /** Closes everything; what was not saved is lost. */
  async closeAll(): Promise<void> {
    await this.press('Escape')
    while ((await this.page.locator('.tabs-container .tab').count()) > 0)
      await this.command('View: Revert and Close Editor')
  }

  /** The visible text of the active editor, its lines joined by line breaks. */
  text(): Promise<string> {
    return this.page.evaluate(() => {
      const lines = [...document.querySelectorAll<HTMLElement>('.editor-group-container.active .view-line')]
      const top = (line: HTMLElement) => Number.parseFloat(line.style.top)
      return lines
        .sort((a, b) => top(a) - top(b))
        .map((line) => line.textContent.replaceAll('\u00a0', ' '))
        .join('\n')
    })
  }

  /** Waits until `probe` gives something that satisfies `matcher`. */
  async eventually<T>(probe: () => T | Promise<T>, assertion: (value: T) => void, timeout = 15_000): Promise<void> {
    await expect.poll(probe, { timeout, interval: 100 }).toSatisfy((value: T) => {
      assertion(value)
      return true
    })
  }

  /** Saves the active editor, and waits until the workbench knows that it is saved; before that the browser asks whether to leave the page. */
  async save(): Promise<void> {
    await this.press('Control+s')
    await this.page.locator('.tabs-container .tab.active.dirty').waitFor({ state: 'detached' })
  }

  /** Waits until the unsaved `text` is in the engine's backups; before that the browser asks whether to leave the page. */
  backedUp(data: Folder, text: string): Promise<void> {
    return this.eventually(
      () =>
        readdirSync(data.path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.parentPath.includes('Backups'))
          .some((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(text)),
      (found) => expect(found).toBe(true),
    )
  }

  screenshot(name: string): Promise<Buffer> {
    return this.page.screenshot({ path: join(root, 'e2e/screenshots', `${name}.png`) })
  }
}

/** Everything that most tests need: a folder, an engine on it, a browser, an open editor. */
export async function openEditor(
  files: Record<string, string | Uint8Array>,
  options: EngineOptions & { prepare?: (folder: Folder, data: Folder) => void } = {},
): Promise<Scene> {
  const folder = new Folder(files)
  const data = new Folder({})
  options.prepare?.(folder, data)
  const engine = await EngineProcess.start(folder.path, data.path, options)
  const browser = await launchBrowser()
  const editor = await Editor.open(browser, engine.url)
  const scene: Scene = {
    folder,
    data,
    engine,
    browser,
    editor,
    async [Symbol.asyncDispose]() {
      await browser.close()
      // A test may have started another in its place.
      await scene.engine[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
      data[Symbol.dispose]()
    },
  }
  return scene
}

export interface Scene extends AsyncDisposable {
  folder: Folder
  data: Folder
  engine: EngineProcess
  browser: Browser
  editor: Editor
}

/**
 * Whether an error of the page is the workbench's own: a suggestion's mark in the gutter is asked to move before it is drawn, or a
 * suggestion is counted as shown when its file is just gone.
 */
const isOfShownSuggestion = (error: string): boolean => /triggerAnimation|reportInlineEditShown/.test(error)

/** Does it until it is done without an error. */
async function insist(act: () => Promise<void>): Promise<void> {
  const attempt = () =>
    act().then(
      () => true,
      () => false,
    )
  await expect.poll(attempt, { timeout: 15_000 }).toBe(true)
}

const exactly = (text: string) => new RegExp(`^\\s*${literally(text)}\\s*$`)
/** With its category or without it. */
const titled = (text: string) => new RegExp(`^\\s*(?:[\\w ]+: )?${literally(text)}\\s*$`)
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The repository: this file may run from where it is or from a bundle. */
function findRoot(folder: string): string {
  return existsSync(join(folder, 'apps/cli/bin/caret.mjs')) ? folder : findRoot(dirname(folder))
}
