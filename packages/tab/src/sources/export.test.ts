import { expect, test } from 'vitest'
import { reexport } from './export.ts'
import { madeBy, situationOf } from './testing.ts'

const shop = 'export function buy() {}\n\nexport function sell() {}\n'
const added = { path: 'shop/trade.ts', find: 'sell() {}\n', put: 'sell() {}\n\nexport function lend() {}\n' }

function made(files: Record<string, string>, edit = added) {
  const situation = situationOf(files, [edit])
  return madeBy(reexport.propose(situation), situation)
}

test('a new export joins those of its file that an index passes on, in their order', () => {
  const index = "export { go } from './go.ts'\nexport { buy, sell } from './trade.ts'\n"
  expect(made({ 'shop/trade.ts': shop, 'shop/index.ts': index })).toBe(
    "export { go } from './go.ts'\nexport { buy, lend, sell } from './trade.ts'\n",
  )
})

test('on a line of its own where the others are', () => {
  const index = "export {\n  sell,\n  buy,\n} from './trade'\n"
  expect(made({ 'shop/trade.ts': shop, 'shop/index.ts': index })).toBe(
    "export {\n  sell,\n  buy,\n  lend,\n} from './trade'\n",
  )
  expect(made({ 'shop/trade.ts': shop, 'index.ts': "export {\n  sell,\n  buy\n} from './shop/trade.js'\n" })).toBe(
    "export {\n  sell,\n  buy,\n  lend\n} from './shop/trade.js'\n",
  )
})

test('a type is marked as one, or goes where types go', () => {
  const edit = { ...added, put: 'sell() {}\n\nexport interface Loan {}\n' }
  expect(made({ 'shop/trade.ts': shop, 'shop/index.ts': "export { buy, sell } from './trade.ts'\n" }, edit)).toBe(
    "export { buy, type Loan, sell } from './trade.ts'\n",
  )
  const apart = "export { buy, sell } from './trade.ts'\nexport type { Price } from './trade.ts'\n"
  expect(made({ 'shop/trade.ts': `${shop}export type Price = 1\n`, 'shop/index.ts': apart }, edit)).toBe(
    "export { buy, sell } from './trade.ts'\nexport type { Loan, Price } from './trade.ts'\n",
  )
})

test('in Python: what a package imports from its module, and the list of all', () => {
  const edit = { path: 'shop/trade.py', find: 'def sell(): ...\n', put: 'def sell(): ...\n\ndef lend(): ...\n' }
  const trade = 'def buy(): ...\n\ndef sell(): ...\n'
  expect(made({ 'shop/trade.py': trade, 'shop/__init__.py': 'from .trade import buy, sell\n' }, edit)).toBe(
    'from .trade import buy, lend, sell\n',
  )
  expect(made({ 'shop/trade.py': `__all__ = ["buy", "sell"]\n${trade}` }, edit)).toBe(
    '__all__ = ["buy", "lend", "sell"]\ndef buy(): ...\n\ndef sell(): ...\n\ndef lend(): ...\n',
  )
})

test('nothing where none of the file is passed on, or the name is already, or it is not exported', () => {
  const files = (index: string) => ({ 'shop/trade.ts': shop, 'shop/index.ts': index })
  expect(made(files("export { go } from './go.ts'\n"))).toBeUndefined()
  expect(made(files("export { buy, lend } from './trade.ts'\n"))).toBeUndefined()
  expect(made(files("export * from './trade.ts'\n"))).toBeUndefined()
  const inner = { ...added, put: 'sell() {}\n\nfunction lend() {}\n' }
  expect(made(files("export { buy } from './trade.ts'\n"), inner)).toBeUndefined()
})
