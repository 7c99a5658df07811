import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromiumOptions, EngineProcess } from '../e2e/harness.ts'

/**
 * How long a user waits for the editor: from navigation until a key, pressed as soon as a TypeScript file shows a caret,
 * is painted in it. Cold is a browser that has never seen Caret; warm is the same browser's third visit, when it has
 * cached the code as it does for any user. Medians of `--runs` (5).
 */
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, runs: { type: 'string', default: '5' }, folder: { type: 'string' } },
})
const runs = Number(values.runs)
const temporary = (name: string) => realpathSync(mkdtempSync(join(tmpdir(), `caret-bench-${name}-`)))

const folder = temporary('folder')
writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }\n')
writeFileSync(
  join(folder, 'stats.ts'),
  Array.from({ length: 200 }, (_, i) => `export const value${i}: number = Math.max(${i}, ${i + 1})`).join('\n'),
)

interface Visit {
  startupMs: number
  readyMs: number
  transferred: number
  heap: number
}

const cold: Visit[] = []
const warm: Visit[] = []
for (let run = 0; run < runs; run++) {
  const profile = temporary('profile')
  const data = temporary('data')
  const engine = await EngineProcess.start(folder, data)
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumOptions,
    viewport: { width: 1400, height: 860 },
  })
  try {
    cold.push(await visit(context, `${engine.url}&file=stats.ts`))
    await visit(context, engine.url)
    warm.push(await visit(context, engine.url))
  } finally {
    await context.close()
    await engine[Symbol.asyncDispose]()
    for (const path of [profile, data]) rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  if (!values.json)
    console.log(
      `run ${run + 1}: cold ${Math.round(cold[run]!.startupMs)} ms, warm ${Math.round(warm[run]!.startupMs)} ms`,
    )
}
rmSync(folder, { recursive: true, force: true })

const result = {
  startup_ms: { cold: median(cold, 'startupMs'), warm: median(warm, 'startupMs') },
  ready_ms: { cold: median(cold, 'readyMs'), warm: median(warm, 'readyMs') },
  transferred_bytes: median(cold, 'transferred'),
  heap_bytes: median(warm, 'heap'),
}
if (values.json) console.log(JSON.stringify(result))
else console.table(result)

async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage()
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    sizes.push(
      request.sizes().then(
        ({ responseBodySize, responseHeadersSize }) =>
          request.url().startsWith('http') ? responseBodySize + responseHeadersSize : 0,
        () => 0,
      ),
    )
  })
  await page.addInitScript(watchForCaret)
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(() => 'caretShownMs' in globalThis, null, { polling: 10, timeout: 60_000 })
  await page.keyboard.press('~')
  const startupMs = await keyPainted(page)
  await page.waitForSelector('#workbench[data-ready]')
  const readyMs = await page.evaluate(() => performance.now())
  await page.waitForTimeout(1500)
  const transferred = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  const cdp = await context.newCDPSession(page)
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  // Leave the file as it was, and the editor open, for the next visit.
  await page.keyboard.press('Control+z')
  await page.waitForTimeout(1500)
  await page.close()
  return { startupMs, readyMs, transferred, heap: usedSize }
}

/** Runs in the page: notes when an editor with coloured text has the focus, and when the key shows in it. */
function watchForCaret(): void {
  const state = globalThis as unknown as { caretShownMs?: number; keyPaintedMs?: number }
  const watch = () => {
    const editor = document.querySelector('.editor-instance .monaco-editor.focused')
    const line = editor?.querySelector('.view-line span span:not(.mtk1)')
    if (state.caretShownMs === undefined && line) state.caretShownMs = performance.now()
    if (state.caretShownMs !== undefined && editor?.querySelector('.view-lines')?.textContent?.includes('~')) {
      state.keyPaintedMs = performance.now()
      return
    }
    requestAnimationFrame(watch)
  }
  requestAnimationFrame(watch)
}

async function keyPainted(page: Page): Promise<number> {
  const handle = await page.waitForFunction(
    () => (globalThis as unknown as { keyPaintedMs?: number }).keyPaintedMs,
    null,
    { polling: 10, timeout: 30_000 },
  )
  return handle.jsonValue() as Promise<number>
}

function median(visits: Visit[], field: keyof Visit): number {
  const sorted = visits.map((visit) => visit[field]).sort((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 2)]!)
}
