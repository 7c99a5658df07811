import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Editor, EngineProcess, launchBrowser } from '../e2e/harness.ts'
import { type Measures, openReport } from './lib/report.ts'
import { readSources } from './lib/sources.ts'
import { median, percentile } from './lib/statistics.ts'
import { TemporaryFolder } from './lib/temporary.ts'

/**
 * From the Tab that accepts an edit to the frame that shows the next one, in a real browser: chains of 17 edits through two
 * files, in a folder of 100,000 lines. Beside it, when the engine had heard of the edit, was asked what comes next, and had
 * answered; and the Tabs that open the other file, and that go to a place. `--runs` (5) times.
 */
const report = openReport('chain')
const names = ['welcome', 'remind', 'renew', 'goodbye', 'invite', 'warn', 'thank', 'greet', 'bill', 'pay']
const functions = names.map((name) => `export function ${name}(user: User) {\n  log(user)\n}\n`).join('\n')
const files = ['mail.ts', 'post.ts']
/** As long as somebody takes who looks at what they accept. */
const paceMs = 500

const presses: Press[] = []
for (let run = 0; run < report.runs; run++) {
  report.say(`Chain ${run + 1} …`)
  presses.push(...(await goAlong()))
}
report.end(
  Object.fromEntries(
    (['accept', 'open', 'jump'] as const).map((kind) => [
      kind,
      summary(presses.filter((press) => press.kind === kind)),
    ]),
  ),
)

function summary(all: Press[]): Measures {
  const times = all.map(({ painted }) => painted)
  const after = (moment: keyof Press['at']) => median(all.flatMap(({ at }) => at[moment] ?? []))
  return {
    presses: all.length,
    painted_ms: { median: median(times), p95: percentile(times, 0.95), max: percentile(times, 1) },
    told_ms: after('told'),
    asked_ms: after('asked'),
    answered_ms: after('answered'),
    before_the_answer: all.filter(({ at, painted }) => !(at.answered! <= painted)).length / all.length,
  }
}

async function goAlong(): Promise<Press[]> {
  using folder = new TemporaryFolder()
  using data = new TemporaryFolder()
  const sources = readSources(100_000).map(([, text], at) => [`lib/${at}.js`, text] as const)
  for (const [path, text] of [...sources, ...files.map((file) => [file, functions] as const)]) {
    mkdirSync(dirname(folder.at(path)), { recursive: true })
    writeFileSync(folder.at(path), text)
  }
  await using engine = await EngineProcess.start(folder.path, data.path)
  const browser = await launchBrowser()
  try {
    const editor = await Editor.open(browser, engine.url)
    const { page } = editor
    await editor.openFile(files[0]!, 2)
    await page.waitForTimeout(5_000)
    for (const line of [2, 6]) {
      await editor.openFile(files[0]!, line)
      await editor.press('End')
      await editor.press('ArrowLeft')
      await editor.type(', 42')
    }
    await page.evaluate(watchTab)
    const found: Press[] = []
    const isShown = () => page.waitForFunction(() => (globalThis as unknown as TabWatch).tabWatch.isShown(), undefined)
    await isShown()
    // After the last one, nothing comes.
    while (found.length < 2 * names.length - 1) {
      await page.waitForTimeout(paceMs)
      await isShown()
      await editor.press('Tab')
      const press = await page.waitForFunction(() => (globalThis as unknown as TabWatch).tabWatch.last)
      found.push((await press.jsonValue())!)
    }
    return found
  } finally {
    await browser.close()
  }
}

interface Press {
  /** What it did: accepted an edit, opened the file that has the next, or went to a place in the same file. */
  kind: 'accept' | 'open' | 'jump'
  /** When the next edit was painted, in milliseconds after the key; for a jump, when the caret was. */
  painted: number
  /** When the engine was told of the edit, was asked for the next, and answered. */
  at: { told?: number; asked?: number; answered?: number }
}

interface TabWatch {
  tabWatch: { last: Press | undefined; isShown(): boolean }
}

/** Runs in the page. */
function watchTab(): void {
  const rectangles = (selector: string) =>
    [...document.querySelectorAll(selector)]
      .flatMap((element) => [...element.getClientRects()])
      .map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`)
      .join(' ')
  const inserted = '[class*="inlineCompletions-char-insert"]'
  const caret = '.monaco-editor.focused .cursor'
  const opens = '.inline-edits-long-distance-hint-widget'
  const activeTab = () => document.querySelector('.tab.active')?.textContent ?? ''
  const look = () => ({
    edit: rectangles(inserted),
    caret: rectangles(caret),
    opens: rectangles(opens),
    tab: activeTab(),
  })
  const watch: TabWatch['tabWatch'] = { last: undefined, isShown: () => look().edit !== '' }
  ;(globalThis as unknown as TabWatch).tabWatch = watch

  let began = 0
  let at: Press['at'] = {}
  let question: string | undefined
  const listening = new WeakSet<WebSocket>()
  const now = () => performance.now() - began
  const hear = ({ data }: MessageEvent<unknown>) => {
    if (question !== undefined && typeof data === 'string' && data.includes(`"id":${question},`)) at.answered ??= now()
  }
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (this: WebSocket, data: string) {
    if (!listening.has(this)) this.addEventListener('message', hear)
    listening.add(this)
    if (typeof data === 'string') {
      const text = data.replace(/^\d+/, '')
      if (text.includes('"tab/edit"')) at.told ??= now()
      if (text.includes('"tab/predict"')) {
        at.asked ??= now()
        question ??= /"id":(\d+)/.exec(text)?.[1]
      }
    }
    return send.call(this, data)
  }

  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Tab') return
      const before = look()
      began = event.timeStamp
      at = {}
      question = undefined
      watch.last = undefined
      const painted = new MessageChannel()
      // The message comes after the frame that is being made.
      const nextFrame = () => requestAnimationFrame(() => painted.port2.postMessage(undefined))
      painted.port1.addEventListener('message', () => {
        const after = look()
        const kind = at.told !== undefined ? 'accept' : before.opens !== '' ? 'open' : 'jump'
        const isDone =
          kind === 'accept'
            ? after.edit !== '' && after.edit !== before.edit
            : kind === 'open'
              ? after.edit !== '' && after.tab !== before.tab
              : after.caret !== before.caret
        if (isDone) watch.last = { kind, painted: now(), at }
        else if (began === event.timeStamp) nextFrame()
      })
      painted.port1.start()
      nextFrame()
    },
    { capture: true },
  )
}
