import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

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

/** A real `caret` process that serves a folder. */
export class EngineProcess implements AsyncDisposable {
  private constructor(
    readonly url: string,
    readonly child: ChildProcess,
  ) {}

  static async start(folder: string, dataFolder: string, args: string[] = []): Promise<EngineProcess> {
    const command = [join(root, 'apps/cli/bin/caret.mjs'), folder, '--no-open', ...args]
    const child = spawn(process.execPath, command, {
      env: { ...process.env, CARET_HOME: dataFolder },
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
  /** Errors of the page that nobody caught. */
  readonly errors: string[] = []

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.errors.push(error.stack ?? String(error)))
  }

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Editor> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 860 }, ...options })
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
    await this.press('F1')
    await this.#pick(`>${title}`, title)
  }

  /** Opens a file of the folder through quick open. */
  async openFile(path: string, line?: number): Promise<void> {
    await this.press('Control+p')
    const name = path.split('/').at(-1)!
    await this.#pick(line ? `${path}:${line}` : path, name)
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor()
    await this.page.locator('.editor-instance .view-line').first().waitFor()
  }

  async #pick(query: string, expected: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget')
    await widget.waitFor()
    await widget.locator('input[type=text], input:not([type=checkbox])').first().fill(query)
    await widget.locator('.monaco-list-row.focused', { hasText: expected }).first().waitFor()
    await this.press('Enter')
    await widget.waitFor({ state: 'hidden' })
  }

  /** The visible text of the active editor, its lines joined by line breaks. */
  text(): Promise<string> {
    return this.page.evaluate(() => {
      const lines = [...document.querySelectorAll<HTMLElement>('.editor-group-container.active .view-line')]
      const top = (line: HTMLElement) => Number.parseFloat(line.style.top)
      return lines
        .sort((a, b) => top(a) - top(b))
        .map((line) => line.textContent!.replaceAll('\u00a0', ' '))
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

  screenshot(name: string): Promise<Buffer> {
    return this.page.screenshot({ path: join(root, 'e2e/screenshots', `${name}.png`) })
  }
}

/** Everything that most tests need: a folder, an engine on it, a browser, an open editor. */
export async function openEditor(
  files: Record<string, string | Uint8Array>,
  options: { prepare?: (folder: Folder) => void; args?: string[] } = {},
): Promise<Scene> {
  const folder = new Folder(files)
  options.prepare?.(folder)
  const data = new Folder({})
  const engine = await EngineProcess.start(folder.path, data.path, options.args)
  const browser = await launchBrowser()
  const editor = await Editor.open(browser, engine.url)
  return {
    folder,
    data,
    engine,
    browser,
    editor,
    async [Symbol.asyncDispose]() {
      await browser.close()
      await engine[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
      data[Symbol.dispose]()
    },
  }
}

export interface Scene extends AsyncDisposable {
  folder: Folder
  data: Folder
  engine: EngineProcess
  browser: Browser
  editor: Editor
}
