import { gptTokenizer, type PromptElement, render, type Tokenizer } from '@caret/prompt'
import { clearMergeCache } from 'gpt-tokenizer/encoding/o200k_base'
import { type Line, mustFit, renderWithPriompt, renderWithPromptTsx } from './lib/prompt-rivals.ts'
import { type Measures, openReport } from './lib/report.ts'
import { median, tidy } from './lib/statistics.ts'

/**
 * A message of many lines, each with a priority of its own, rendered to half of its tokens: by Caret, by `@vscode/prompt-tsx` and
 * by the maintained fork of priompt, with the same vocabulary (o200k). Making the tree counts; counts of tokens are warm, as
 * from one request to the next, but for `caret_cold_ms`. `--runs` (9) times, the slow ones less often.
 */
const report = openReport('prompt', 9)
const sizes = [10, 100, 1000, 10_000]
/**
 * The time of a node, once the nodes are more than the caches and the nursery hold; beside it `control_us_per_node`, of the least
 * that must be done with as many nodes. More would not all be counted before.
 */
const larger = [30_000, 100_000, 200_000]
const tokenizer = await gptTokenizer()

const nodes: Record<number, Measures> = {}
// Before the others, which leave a heap behind that makes everything slower.
for (const size of [...sizes, ...larger]) {
  report.say(`${size} nodes …`)
  const { lines, budget } = makePrompt(size)
  const runs = size <= 10_000 ? report.runs * 3 : report.runs
  const warm = await time(() => renderWithCaret(lines, budget, tokenizer), runs)
  const control = await time(makeControl(lines), runs)
  nodes[size] = {
    caret_ms: warm,
    caret_us_per_node: tidy((warm * 1000) / size),
    control_us_per_node: tidy((control * 1000) / size),
  }
}
for (const size of [...sizes, ...larger]) {
  report.say(`${size} nodes, nothing counted before …`)
  const { lines, budget } = makePrompt(size)
  const cold = await time(() => renderWithCaret(lines, budget, coldTokenizer()), size <= 10_000 ? report.runs : 3)
  nodes[size] = { ...nodes[size], caret_cold_ms: cold, caret_cold_us_per_node: tidy((cold * 1000) / size) }
}
for (const size of sizes) {
  report.say(`${size} nodes, the others …`)
  const { lines, budget } = makePrompt(size)
  nodes[size] = {
    ...nodes[size],
    prompt_tsx_ms: await time(() => renderWithPromptTsx(lines, budget, tokenizer), size < 10_000 ? report.runs : 1),
    priompt_ms: await time(() => renderWithPriompt(lines, budget)),
  }
}
report.end({ nodes })
// priompt keeps a socket open for statistics.
process.exit()

/** Lines, and half of their tokens. */
function makePrompt(size: number) {
  const lines = makeLines(size)
  return { lines, budget: Math.floor(tokenizer.count(lines.map(({ text }) => text).join('')) / 2) }
}

/** Priorities in an order that has nothing to do with that of the lines. */
function makeLines(count: number): Line[] {
  return Array.from({ length: count }, (_, at) => ({
    text: `const value${at} = read(input, ${(at * 31) % 997}) // and what is to be said of it\n`,
    priority: ((at * 7919) % count) + 1,
  }))
}

/** The median, in milliseconds; the first run, which compiles, does not count where there are more. */
async function time(run: () => void | Promise<void>, runs = report.runs): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < runs + (runs > 1 ? 2 : 0); at++) {
    const began = performance.now()
    await run()
    times.push(performance.now() - began)
  }
  return tidy(median(runs > 1 ? times.slice(2) : times))
}

function coldTokenizer(): Tokenizer {
  clearMergeCache()
  return { ...tokenizer }
}

/** The tree is made, each text is found among those that were counted, half of them are joined: memory, and no algorithm. */
function makeControl(lines: readonly Line[]): () => void {
  const counts = new Map(lines.map(({ text }) => [text, text.length]))
  return () => {
    let length = 0
    const kept: string[] = []
    for (const { props } of makeTree(lines)) {
      const text = props['children'] as string
      length += counts.get(text)!
      if ((props['priority'] as number) * 2 > lines.length) kept.push(text)
    }
    if (kept.join('').length > length) throw new Error('A part is longer than the whole.')
  }
}

function makeTree(lines: readonly Line[]): PromptElement[] {
  return lines.map(({ text, priority }) => ({ type: 'text', props: { priority, children: text } }))
}

async function renderWithCaret(lines: readonly Line[], budget: number, tokenizer: Tokenizer): Promise<void> {
  const children = makeTree(lines)
  const { tokens } = await render({ type: 'user', props: { children } }, { budget, tokenizer })
  mustFit(tokens, budget)
}
