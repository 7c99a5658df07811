import { mkdirSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { Editor, EngineProcess, launchBrowser } from '../e2e/harness.ts'
import { type Measures, openReport } from './lib/report.ts'
import { percentile } from './lib/statistics.ts'
import { TemporaryFolder } from './lib/temporary.ts'
import { makeTypedProject, touchCore, typedFile } from './lib/typed-project.ts'

/**
 * From a key press to the frame that shows its character, in a real browser, over 200 keys at a fast typist's pace: while
 * nothing else happens; and while a build prints 20,000 lines a second into a terminal, a program keeps a core busy, and
 * the language server checks 1,500 modules again and again. `--runs` (1) times.
 */
const report = openReport('typing', 1)
const lines = [
  'const total = use1 + use2 + use3 * use4',
  '// the sum of what was read, before any of it is changed',
  'export const average = total / 4 - use5',
  'let remaining = average > 12 ? total : use39 - use38',
  'remaining -= 1',
]
const paceMs = 80

using folder = new TemporaryFolder()
using data = new TemporaryFolder()
makeTypedProject(folder.path)
mkdirSync(data.at('user'), { recursive: true })
writeFileSync(
  data.at('user/settings.json'),
  JSON.stringify({
    // One key makes one character.
    'editor.autoClosingBrackets': 'never',
    'editor.acceptSuggestionOnCommitCharacter': false,
    'editor.acceptSuggestionOnEnter': 'off',
  }),
)
const idle: number[] = []
const busy: number[] = []
await using engine = await EngineProcess.start(folder.path, data.path, { env: { SHELL: '/bin/sh' } })
const browser = await launchBrowser()
try {
  const editor = await Editor.open(browser, engine.url)
  await editor.page.evaluate(watchKeys)
  for (let run = 0; run < report.runs; run++) {
    report.say('Typing while nothing else happens …')
    idle.push(...(await typeLines(editor)))
    report.say('Typing beside a build and a busy language server …')
    const stop = await keepBusy(editor)
    busy.push(...(await typeLines(editor)))
    await stop()
  }
} finally {
  await browser.close()
}
report.end({ idle_ms: summary(idle), busy_ms: summary(busy) })

function summary(times: number[]): Measures {
  return {
    keys: times.length,
    median: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    max: percentile(times, 1),
  }
}

async function typeLines(editor: Editor): Promise<number[]> {
  const { page } = editor
  await editor.openFile(typedFile)
  await editor.press('Control+End')
  await page.waitForTimeout(3000)
  const times: number[] = []
  for (const line of lines) {
    await page.evaluate(() => (globalThis as unknown as KeyWatch).keyWatch.start())
    for (const key of line) {
      await page.keyboard.press(key)
      await page.waitForTimeout(paceMs)
    }
    times.push(...(await shown(page, line.length)))
    await editor.press('Escape')
    await editor.press('Enter')
    await page.waitForTimeout(300)
  }
  await editor.closeAll()
  return times
}

/** Starts the build, the spinning program and the changes on disk; the returned function ends them. */
async function keepBusy(editor: Editor): Promise<() => Promise<void>> {
  await editor.command('Terminal: Create New Terminal')
  await editor.page.locator('.terminal-wrapper.active .xterm').waitFor()
  await editor.page.waitForTimeout(1500)
  await editor.type('node spin.mjs & node build.mjs; kill $!')
  await editor.press('Enter')
  let round = 1
  const changes = setInterval(() => touchCore(folder.path, round++), 700)
  return async () => {
    clearInterval(changes)
    await editor.command('Terminal: Kill the Active Terminal Instance')
  }
}

async function shown(page: Page, count: number): Promise<number[]> {
  const times = (count: number) => {
    const { times } = (globalThis as unknown as KeyWatch).keyWatch
    return times.length >= count ? times : undefined
  }
  const handle = await page.waitForFunction(times, count, { timeout: 30_000 })
  return (await handle.jsonValue()) as number[]
}

interface KeyWatch {
  keyWatch: { times: number[]; start(): void }
}

/** Runs in the page. A key counts as shown in the first frame after which the line has one more character. */
function watchKeys(): void {
  let expected = 0
  const pending: { began: number; length: number }[] = []
  /** Of the last line, which is the one that is typed into. */
  const length = () => {
    const lines = document.querySelectorAll<HTMLElement>('.editor-instance .monaco-editor.focused .view-line')
    const top = (line: HTMLElement) => Number.parseFloat(line.style.top)
    const [last] = [...lines].toSorted((a, b) => top(b) - top(a))
    return last?.textContent.length ?? 0
  }
  const watch = {
    times: [] as number[],
    start() {
      watch.times = []
      // The line is empty, and keys that went elsewhere do not count.
      expected = 0
      pending.length = 0
    },
  }
  ;(globalThis as unknown as KeyWatch).keyWatch = watch
  const painted = new MessageChannel()
  // The message comes after the frame that is being made.
  const nextFrame = () => requestAnimationFrame(() => painted.port2.postMessage(undefined))
  painted.port1.addEventListener('message', () => {
    const now = performance.now()
    const current = length()
    while (pending.length > 0 && pending[0]!.length <= current) watch.times.push(now - pending.shift()!.began)
    if (pending.length > 0) nextFrame()
  })
  painted.port1.start()
  addEventListener(
    'keydown',
    (event) => {
      if (event.key.length !== 1 || event.ctrlKey) return
      pending.push({ began: event.timeStamp, length: ++expected })
      if (pending.length === 1) nextFrame()
    },
    { capture: true },
  )
}
