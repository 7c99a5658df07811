import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { gptTokenizer, type NodeReport, type PromptElement, render, type RenderedPrompt } from './index.ts'
import { characters, textOf } from './testing/characters.ts'
import type { Tokenizer } from './tokenizer.ts'

let gpt: Tokenizer
beforeAll(async () => {
  gpt = await gptTokenizer()
})

interface Tree {
  kind: 'text' | 'block' | 'item' | 'first' | 'isolate' | 'flex' | 'lines'
  priority: number | undefined
  relative: number | undefined
  keepWith: string | undefined
  text: string
  children: Tree[]
}

const word = fc.constantFrom('a', 'foo ', ' bar', '\n', '.', '123', ';\n', '中文', "it's", '  x')
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(''))
const rule = {
  priority: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  relative: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined, freq: 5 }),
  keepWith: fc.option(fc.constantFrom('p', 'q'), { nil: undefined, freq: 8 }),
}

function trees(depth: number, ...kinds: Tree['kind'][]): fc.Arbitrary<Tree> {
  const children = depth === 0 ? fc.constant<Tree[]>([]) : fc.array(trees(depth - 1, ...kinds), { maxLength: 4 })
  return fc.record({ kind: fc.constantFrom(...kinds), ...rule, text, children })
}

const anyTree = trees(3, 'text', 'block', 'item', 'first', 'isolate', 'flex', 'lines')
const plainTree = trees(3, 'text', 'block', 'item', 'first')

/** The node is essential at most where it is the root: everything in it may be cut. */
function element({ kind, text, children, ...rule }: Tree): PromptElement {
  const inside = [text, ...children.map(element)]
  if (kind === 'isolate')
    return (
      <isolate budget={7} {...rule}>
        {inside}
      </isolate>
    )
  if (kind === 'lines') return <truncate text={text} focus={1} {...rule} />
  const Kind = kind
  return <Kind {...rule}>{inside}</Kind>
}

/** What changes is not kept with what is stable. */
const alone = (tree: Tree): PromptElement => element(unbound(tree))

const unbound = (tree: Tree): Tree => ({ ...tree, keepWith: undefined, children: tree.children.map(unbound) })

const rendering = (tree: Tree, budget: number, tokenizer: Tokenizer) =>
  render(<user priority={5}>{element(tree)}</user>, { budget, tokenizer })

const tokenizers = () => fc.constantFrom(characters, gpt, { name: 'opaque', count: gpt.count })

function count({ messages }: RenderedPrompt, tokenizer: Tokenizer): number {
  let tokens = tokenizer.perRequest ?? 0
  for (const { content } of messages) {
    tokens += tokenizer.perMessage ?? 0
    for (const part of content) tokens += part.type === 'text' ? tokenizer.count(part.text) : 0
  }
  return tokens
}

test('never over the budget, as the tokenizer counts the joined texts', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree, fc.integer({ min: 3, max: 60 }), tokenizers(), async (tree, budget, tokenizer) => {
      const rendered = await rendering(tree, budget, tokenizer)
      expect(rendered.tokens).toBe(count(rendered, tokenizer))
      expect(rendered.tokens).toBeLessThanOrEqual(budget)
    }),
    { numRuns: 1000 },
  )
})

test('the same input gives the same output', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree, fc.integer({ min: 3, max: 60 }), async (tree, budget) => {
      const [one, other] = await Promise.all([rendering(tree, budget, gpt), rendering(tree, budget, gpt)])
      expect(one.messages).toEqual(other.messages)
      expect(one.report()).toEqual(other.report())
    }),
  )
})

test('the order is kept', async () => {
  const numbered = fc.array(fc.record(rule), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(numbered, fc.integer({ min: 10, max: 120 }), async (rules, budget) => {
      const nodes = rules.map((rule, at) => <text {...rule}>{`<${at}>`}</text>)
      const rendered = await render(<text priority={1}>{nodes}</text>, { budget, tokenizer: characters })
      const shown = [...textOf(rendered).matchAll(/<(\d+)>/g)].map(([, at]) => Number(at))
      expect(shown).toEqual(shown.toSorted((a, b) => a - b))
    }),
  )
})

interface Node {
  kept: boolean
  priority: number
}

const nodesOf = ({ state, priority, children }: NodeReport): Node[] => [
  { kept: state !== 'cut', priority },
  ...children.flatMap(nodesOf),
]

test('a higher budget drops nothing but for what matters at least as much', async () => {
  const budgets = fc.tuple(fc.integer({ min: 3, max: 60 }), fc.integer({ min: 0, max: 12 }))
  await fc.assert(
    fc.asyncProperty(plainTree, budgets, tokenizers(), async (tree, [low, more], tokenizer) => {
      const less = nodesOf((await rendering(tree, low, tokenizer)).report())
      const larger = nodesOf((await rendering(tree, low + more, tokenizer)).report())
      const priorities = (nodes: Node[], others: Node[]) =>
        nodes.flatMap(({ kept, priority }, at) => (kept && !others[at]!.kept ? [priority] : []))
      const [dropped, gained] = [priorities(less, larger), priorities(larger, less)]
      expect(Math.max(-Infinity, ...gained)).toBeGreaterThanOrEqual(Math.max(-Infinity, ...dropped))
    }),
    { numRuns: 1000 },
  )
})

test('what is isolated is the same whatever stands beside it', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree, fc.array(anyTree, { maxLength: 3 }), async (tree, siblings) => {
      const isolated = <isolate budget={20}>{element({ ...tree, keepWith: undefined })}</isolate>
      const alone = await render(<user>{isolated}</user>, { budget: 300, tokenizer: characters })
      const beside = await render(
        <>
          <user priority={1}>{siblings.map(element)}</user>
          <assistant>{isolated}</assistant>
          <user priority={1}>{siblings.map(element)}</user>
        </>,
        { budget: 40, tokenizer: characters },
      )
      const found = beside.messages.find(({ role }) => role === 'assistant')
      expect(found?.content).toEqual(alone.messages[0]?.content)
    }),
  )
})

test('what is stable and comes first stays, whatever follows', async () => {
  const change = fc.tuple(fc.array(anyTree, { maxLength: 3 }), fc.string({ maxLength: 20 }))
  await fc.assert(
    fc.asyncProperty(fc.array(plainTree, { maxLength: 3 }), change, change, async (stable, ...changes) => {
      const texts = await Promise.all(
        changes.map(async ([siblings, words]) => {
          const { messages, breakpoints, warnings } = await render(
            <>
              <system stable priority={3}>
                {stable.map(alone)}
              </system>
              <user>{words}</user>
              <assistant priority={8}>{siblings.map(alone)}</assistant>
            </>,
            { budget: 80, tokenizer: characters, stableShare: 0.5 },
          )
          expect(warnings.filter((warning) => warning.includes('stable'))).toEqual([])
          const end = breakpoints.at(-1)
          return end && messages.slice(0, end.message + 1)
        }),
      )
      expect(texts[0]).toEqual(texts[1])
    }),
  )
})
