import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildCorpus } from './corpus.ts'
import { SuffixModel } from './suffix-model.ts'

const modelOf = (files: Record<string, string>) => new SuffixModel(buildCorpus(Object.entries(files)))

const store = `import { createStore } from './store'
export const users = createStore({ name: 'users', load: () => fetchUsers() })
export const orders = createStore({ name: 'orders', load: () => fetchOrders() })
export const invoices = createStore({ name: 'invoices', load: () => fetchInvoices() })
`

test('goes on as the codebase goes on', () => {
  const model = modelOf({ 'store.ts': store })
  const all = model.continuations({ path: 'other.ts', before: 'export const items = createStore({ na', limit: 50 })
  expect(all.find(({ text }) => text.length > 4)!.text).toBe("me: '")
})

test('beginnings of a text are at least as likely as the text', () => {
  const all = modelOf({ 'store.ts': store }).continuations({
    path: 'store.ts',
    before: `${store}export con`,
    limit: 50,
  })
  const contrary = all.filter((one) =>
    all.some((other) => one.text.startsWith(other.text) && other.probability < one.probability - 1e-9),
  )
  expect(contrary).toEqual([])
})

test('a name is put where the other place had its own', () => {
  const text = `function addUser(user) {\n  validate(user)\n  database.insert(user)\n}\n`
  const before = `${text}\nfunction addInvoice(invoice) {\n  validate(invoice)\n  database.insert(`
  const all = modelOf({ 'add.ts': text }).continuations({ path: 'add.ts', before, limit: 50 })
  expect(all.map(({ text }) => text)).toContain('invoice')
})

test('names in scope are candidates', () => {
  const query = { path: 'a.ts', before: 'const a = configura', names: ['configurationOfEverything'], limit: 20 }
  const texts = modelOf({ 'a.ts': 'let a = 1\n' }).continuations(query)
  expect(texts.map(({ text }) => text)).toContain('tionOfEverything')
})

test('what was refused does not come again', () => {
  const model = modelOf({ 'store.ts': store })
  const query = { path: 'other.ts', before: 'export const items = createStore({ na' }
  const [first] = model.continuations(query)
  const rest = model.continuations({ ...query, refused: [first!.text], limit: 50 })
  expect(rest.filter(({ text }) => text.startsWith(first!.text))).toEqual([])
})

test('line ends are those of the text', () => {
  const model = modelOf({ 'a.ts': 'start {\n  one()\n  two()\n}\n'.repeat(4) })
  const texts = (end: string) =>
    model.continuations({ path: 'b.ts', before: `start {${end}  one()`, limit: 20 }).map(({ text }) => text)
  expect(texts('\n').some((text) => text.includes('\n'))).toBe(true)
  expect(texts('\r\n')).toEqual(texts('\n').map((text) => text.replaceAll('\n', '\r\n')))
})

test('an edit makes its like more likely, until it is forgotten', () => {
  const model = modelOf({ 'store.ts': store })
  const probability = () =>
    model
      .continuations({ path: 'new.ts', before: 'logger.', limit: 50 })
      .reduce((most, { text, probability }) => (text.startsWith('warn') ? Math.max(most, probability) : most), 0)
  const before = probability()
  model.note([{ inserted: "logger.warn('a')\nlogger.warn('b')\n", removed: '' }])
  expect(probability()).toBeGreaterThan(before)
  model.note([])
  expect(probability()).toBe(before)
})

test('what the codebase says often surprises less than what it never said', () => {
  const model = modelOf({ 'store.ts': store })
  const bits = (text: string) => model.surprise(text, 'x.ts').reduce((sum, one) => sum + one.bits, 0)
  expect(bits("= createStore({ name: 'users'")).toBeLessThan(bits("= makeVault(( title; 'people'") / 2)
})

test('a file is judged without knowing itself', () => {
  const alone = modelOf({ 'store.ts': store, 'b.ts': 'let a = 1\n' })
  const without = modelOf({ 'b.ts': 'let a = 1\n' })
  const bits = (model: SuffixModel) => model.surprise(store, 'store.ts').map((one) => one.bits.toFixed(6))
  expect(bits(alone)).toEqual(bits(without))
})

const line = fc.constantFrom('a(b, c)', 'if (a) {', '  b = c', '}', 'c(a, b)', 'let a = b', '')
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.map((each) => `${each}\n`).join(''))
const path = fc.constantFrom('a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts', 'f.ts', 'g.ts')
const files = fc.dictionary(path, text, { maxKeys: 5 })
const changes = fc.array(fc.record({ path, text: fc.option(text) }), { maxLength: 12 })
const before = fc.tuple(text, fc.constantFrom('', 'a', 'a(', 'let ', 'if (a', '  ')).map(([head, rest]) => head + rest)

test('any sequence of changes gives the answers of a model built anew', () => {
  fc.assert(
    fc.property(files, changes, before, path, (start, changes, before, path) => {
      const model = modelOf(start)
      const now = new Map(Object.entries(start))
      for (const change of changes) {
        if (change.text === null) {
          model.remove(change.path)
          now.delete(change.path)
        } else {
          model.replace(change.path, change.text)
          now.set(change.path, change.text)
        }
      }
      const fresh = new SuffixModel(buildCorpus(now))
      const answers = (one: SuffixModel) =>
        one.continuations({ path, before, limit: 50 }).map(({ text, probability }) => [text, probability.toFixed(5)])
      const wanted = answers(fresh)
      expect(answers(model)).toEqual(wanted)
      model.compact()
      expect(model.changed).toBe(0)
      expect(answers(model)).toEqual(wanted)
    }),
    {
      numRuns: 60,
      // Equally frequent shapes, whose numbers depend on the order of reading.
      examples: [
        [
          {},
          [
            { path: 'a.ts', text: 'a(b, c)\nlet a = b\n  b = c\n' },
            { path: 'g.ts', text: 'a(b, c)\na(b, c)\nlet a = b\n\n' },
            { path: 'c.ts', text: 'a(b, c)\nlet a = b\nlet a = b\n  b = c\n\n' },
          ],
          'a(b, c)\n',
          'a.ts',
        ],
      ],
    },
  )
})

test('texts that exclude each other are not likelier than certain together', () => {
  fc.assert(
    fc.property(files, before, (files, before) => {
      const all = modelOf(files).continuations({ path: 'a.ts', before, limit: 1000 })
      const shortest = all.filter(
        ({ text }) => !all.some((other) => other.text !== text && text.startsWith(other.text)),
      )
      expect(shortest.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-6)
    }),
    { numRuns: 60 },
  )
})
