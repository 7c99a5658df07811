import { File, render } from '@caret/prompt'

function Rules({ rules }: { rules: string[] }) {
  return (
    <list>
      {rules.map((rule, at) => (
        <item relative={-at}>{rule}</item>
      ))}
    </list>
  )
}

const text = `class Cart {
  items = []

  add(item) {
    if (this.items.includes(item)) return
    this.items.push(item)
  }

  total() {
    return this.items.reduce((sum, item) => sum + item.price)
  }
}`

const { messages, tokens, breakpoints } = await render(
  <>
    <system stable>
      You edit code.
      <Rules priority={5} rules={['Be brief.', 'Answer with the changed lines only, as a unified diff.']} />
    </system>
    <user>
      <File path="cart.ts" text={text} caret={9} priority={9} />
      Why is it never a number?
    </user>
    <reserve tokens={100} />
  </>,
  { budget: 188 },
)

const file = messages[1]?.content[0]
console.log(tokens) // 187
console.log(breakpoints) // [{ message: 0, part: 0, tokens: 25 }]
console.log(file?.type === 'text' && file.text.slice(0, 41)) // '```ts cart.ts\nclass Cart {\n… lines 2-5 …\n'
