import { BudgetError, renderPrompt } from '@caret/prompt'
import { expect, test } from 'vitest'
import { gatherContext, type InstructProps, instructPrompt } from './index.ts'

const text = `import { price } from './price'

export function total(items) {
  let sum = 0
  for (const item of items) sum += price(item)
  return sum
}
`
const context = await gatherContext({
  ...{ path: 'shop.ts', text, lines: { start: 3, end: 6 }, selected: true },
  problems: [
    { line: 40, message: 'Far away.' },
    { line: 2, message: "'items' has no type." },
    { line: 4, message: "'price' takes two." },
  ],
})

async function shown(props: Partial<InstructProps> = {}, budget = 2000) {
  const all: InstructProps = { mode: 'edit', instruction: 'Use reduce', context, earlier: [], ...props }
  const { messages } = await renderPrompt(instructPrompt, all, { budget })
  return messages.map(({ role, content }) => [
    role,
    content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
  ])
}

test('what is gathered: the lines, the imports, the problems next to them', () => {
  expect(context).toMatchObject({
    selection: '  let sum = 0\n  for (const item of items) sum += price(item)\n  return sum',
    imports: "import { price } from './price'",
    problems: [{ line: 4 }, { line: 2 }],
  })
})

test('the file, its problems, the lines, the instruction', async () => {
  const [system, user] = await shown()
  expect(system![1]).toContain('one fenced code block')
  expect(user).toEqual([
    'user',
    `\`\`\`ts shop.ts
${text}\`\`\`
What is reported there:
- line 5: 'price' takes two.
- line 3: 'items' has no type.
It is about lines 4 to 6:
\`\`\`
${context.selection}
\`\`\`
Use reduce`,
  ])
})

test('of a file that does not fit, what is next to the lines and what is imported', async () => {
  const far = Array.from({ length: 400 }, (_, at) => `const far${at} = ${at}`).join('\n')
  const [imports, ...body] = text.split('\n')
  const all = [imports, ...far.split('\n'), ...body].join('\n')
  const long = await gatherContext({ path: 'a.ts', text: all, lines: { start: 403, end: 406 }, selected: true })
  const [, user] = await shown({ context: long }, 600)
  expect(user![1]).toContain('export function total(items) {')
  expect(user![1]).toContain("It imports:\n```\nimport { price } from './price'\n```")
  expect(user![1]).not.toContain('far9 ')
  expect(user![1]).toContain('Use reduce')
})

test('a follow-up comes after what was said before', async () => {
  const earlier = [{ mode: 'edit' as const, instruction: 'Use reduce', answer: '  return items.reduce()' }]
  const messages = await shown({ instruction: 'Shorter', earlier })
  expect(messages.map(([role]) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  expect(messages[1]![1]).toMatch(/Use reduce$/)
  expect(messages[2]![1]).toBe('```\n  return items.reduce()\n```')
  expect(messages[3]![1]).toBe('Shorter')
  const edited = await shown({ instruction: 'Shorter', earlier, now: '  return 1' })
  expect(edited[3]![1]).toBe('The lines have been edited since. They are now:\n```\n  return 1\n```\nShorter')
})

test('a question is answered in words; a caret is told of', async () => {
  const caret = await gatherContext({ path: 'a.ts', text, lines: { start: 1, end: 2 }, selected: false })
  const [system, user] = await shown({ mode: 'question', instruction: 'Why?', context: caret })
  expect(system![1]).toContain('You answer questions')
  expect(user![1]).toContain('The caret is in line 2')
})

test('too many lines are no prompt', async () => {
  await expect(shown({}, 40)).rejects.toThrow(BudgetError)
})

test('questions and edits follow on from each other', async () => {
  const earlier = [{ mode: 'question' as const, instruction: 'Why a loop?', answer: 'It is old.' }]
  const messages = await shown({ instruction: 'Use reduce', earlier })
  expect(messages.map(([role]) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  expect(messages[1]![1]).toMatch(/Why a loop\?$/)
  expect(messages[2]![1]).toBe('It is old.')
  expect(messages[0]![1]).toContain('one fenced code block')
})

test('what changes least comes first; what is worth little goes first', async () => {
  const item = (source: string, path: string, body: string, score: number) => ({
    ...{ source, path, text: body, why: '', worth: 1, score, lines: { start: 0, end: 1 } },
  })
  const items = [
    item('definitions', 'price.ts', 'export const price = 1', 0.9),
    item('edits', 'b.ts', '-a\n+b', 0.5),
    item('headers', 'c.ts', 'export function far()', 0.3),
  ]
  const [, user] = await shown({ context: { ...context, items } })
  const places = ['export function far', 'export const price', 'export function total', '+b', 'What is reported']
  const at = places.map((place) => user![1]!.indexOf(place))
  expect(at).toEqual(at.toSorted((a, b) => a - b))
  expect(at[0]).toBeGreaterThan(0)
  const [, less] = await shown({ context: { ...context, items } }, 270)
  expect(less![1]).toContain('export const price')
  expect(less![1]).not.toContain('export function far')
})

test('what is mentioned stands with the words that mention it', async () => {
  const whole = { path: 'tax.ts', text: 'export const tax = 5', outline: 'export const tax', focus: 0 }
  const large = { path: 'large.ts', text: 'const far = 1\n'.repeat(4000), outline: 'function near()', focus: 0 }
  const earlier = [{ mode: 'edit' as const, instruction: 'As in @tax.ts', answer: 'a', mentions: [whole] }]
  const messages = await shown({ instruction: 'And @large.ts', mentions: [large], earlier }, 4000)
  expect(messages[1]![1]).toMatch(/export const tax = 5\n```\nAs in @tax.ts$/)
  expect(messages[3]![1]).toContain('function near()')
  expect(messages[3]![1]).not.toContain('export const tax')
})
