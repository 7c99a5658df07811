import { writeFileSync } from 'node:fs'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromiumOptions, EngineProcess } from '../e2e/harness.ts'
import { openReport } from './lib/report.ts'
import { median } from './lib/statistics.ts'
import { TemporaryFolder } from './lib/temporary.ts'

/**
 * How long a user waits for the editor: from navigation until a key, pressed as soon as the editor of a TypeScript file has
 * the focus, is painted in it. Cold is a browser that has never seen Caret; warm is the same browser's third visit, when
 * it has cached the code as it does for any user. Medians of `--runs` (5).
 */
const report = openReport('editor')
using folder = new TemporaryFolder()
writeFileSync(folder.at('tsconfig.json'), '{ "compilerOptions": { "strict": true } }\n')
const file = 'stats.ts'
writeFileSync(
  folder.at(file),
  Array.from({ length: 200 }, (_, i) => `export const value${i}: number = Math.max(${i}, ${i + 1})`).join('\n'),
)

interface Visit {
  startupMs: number
  colouredMs: number
  readyMs: number
  heap: number
}

const cold: Visit[] = []
const warm: Visit[] = []
for (let run = 1; run <= report.runs; run++) {
  await withBrowser(async (context, url) => {
    cold.push(await visit(await context.newPage(), url))
    await visit(await context.newPage(), url)
    warm.push(await visit(await context.newPage(), url))
  })
  const show = (visits: Visit[]) => `${Math.round(visits.at(-1)!.startupMs)} ms`
  report.say(`run ${run}: cold ${show(cold)}, warm ${show(warm)}`)
}

const of = (visits: Visit[], field: keyof Visit) => median(visits.map((visit) => visit[field]))
const both = (field: keyof Visit) => ({ cold: of(cold, field), warm: of(warm, field) })
report.end({
  startup_ms: both('startupMs'),
  coloured_ms: both('colouredMs'),
  ready_ms: both('readyMs'),
  transferred_bytes: await transferred(),
  heap_bytes: of(warm, 'heap'),
})

/** A browser that has never seen Caret, and an engine beside it. */
async function withBrowser(use: (context: BrowserContext, url: string) => Promise<void>): Promise<void> {
  using profile = new TemporaryFolder()
  using data = new TemporaryFolder()
  await using engine = await EngineProcess.start(folder.path, data.path)
  const context = await chromium.launchPersistentContext(profile.path, {
    ...chromiumOptions,
    viewport: { width: 1400, height: 860 },
  })
  try {
    await use(context, engine.url)
  } finally {
    await context.close()
  }
}

/** What a first visit loads. Counted apart: to hear of each request would slow the visits that are timed. */
async function transferred(): Promise<number> {
  const sizes: Promise<number>[] = []
  await withBrowser(async (context, url) => {
    const page = await context.newPage()
    page.on('requestfinished', (request) => {
      sizes.push(
        request.sizes().then(
          ({ responseBodySize, responseHeadersSize }) =>
            request.url().startsWith('http') ? responseBodySize + responseHeadersSize : 0,
          () => 0,
        ),
      )
    })
    await visit(page, url)
    await Promise.all(sizes)
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** Opens the file as `caret FILE` does. */
async function visit(page: Page, url: string): Promise<Visit> {
  await page.addInitScript(watchEditor)
  await page.goto(`${url}&file=${file}`, { waitUntil: 'commit' })
  await moment(page, 'focused')
  await page.keyboard.press('~')
  const startupMs = await moment(page, 'keyPainted')
  const colouredMs = await moment(page, 'coloured')
  await page.waitForSelector('#workbench[data-ready]')
  const readyMs = await page.evaluate(() => performance.now())
  await page.waitForTimeout(1500)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  // Leave the file as it was, and the editor open, for the next visit.
  await page.keyboard.press('Control+z')
  await page.waitForTimeout(1500)
  await page.close()
  return { startupMs, colouredMs, readyMs, heap: usedSize }
}

interface Moments {
  focused?: number
  keyPainted?: number
  coloured?: number
}

/** Runs in the page: notes after each frame what can be seen in it. */
function watchEditor(): void {
  const moments: Moments = ((globalThis as unknown as { moments?: Moments }).moments = {})
  const painted = new MessageChannel()
  painted.port1.addEventListener('message', () => {
    const editor = document.querySelector('.editor-instance .monaco-editor')
    const lines = editor?.querySelector('.view-lines')
    const now = performance.now()
    if (lines?.querySelector('.view-line') && editor?.contains(document.activeElement)) moments.focused ??= now
    if (lines?.querySelector('.view-line span span:not(.mtk1)')) moments.coloured ??= now
    if (moments.focused !== undefined && lines?.textContent?.includes('~')) moments.keyPainted ??= now
    if (moments.keyPainted === undefined || moments.coloured === undefined) requestAnimationFrame(watch)
  })
  painted.port1.start()
  // The message comes after the frame that is being made.
  const watch = () => painted.port2.postMessage(undefined)
  requestAnimationFrame(watch)
}

/** Waits for a moment; says what the page looked like where it does not come. */
async function moment(page: Page, name: keyof Moments): Promise<number> {
  const read = (name: keyof Moments) => (globalThis as unknown as { moments?: Moments }).moments?.[name]
  try {
    const handle = await page.waitForFunction(read, name, { polling: 10, timeout: 60_000 })
    return (await handle.jsonValue())!
  } catch (error) {
    const focus = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300))
    throw new Error(`Not ${name} within a minute; the focus is on ${focus}.`, { cause: error })
  }
}
