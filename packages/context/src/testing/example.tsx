import { gatherContext, instructPrompt, readAnswer } from '@caret/context'
import { renderPrompt } from '@caret/prompt'

const text = `import { tax } from './tax'

export const total = (items) => {
  let sum = 0
  for (const item of items) sum += item.price
  return sum
}`

const context = await gatherContext({ path: 'shop.ts', text, lines: { start: 3, end: 6 }, selected: true })
const props = { mode: 'edit' as const, instruction: 'Use reduce', context, earlier: [] }
const { messages } = await renderPrompt(instructPrompt, props, { budget: 1000 })

// What a model might say to that.
const said = 'Sure:\n```ts\nreturn items.reduce((sum, item) => sum + item.price, 0)\n```\n'

console.log(context.imports) // "import { tax } from './tax'"
console.log(messages.map(({ role }) => role)) // ['system', 'user']
console.log(readAnswer(said, context.selection, true)) // ['  return items.reduce((sum, item) => sum + item.price, 0)']
