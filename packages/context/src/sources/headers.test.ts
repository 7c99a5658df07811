import { expect, test } from 'vitest'
import { aroundOf, knownOf } from '../testing/around.ts'
import { headers } from './headers.ts'

const { signal } = new AbortController()
const files = {
  'src/tax.ts': 'export function tax(price: number) {\n  return price / 5\n}\n\nfunction secret() {}\n',
  'src/shop.ts': "import { tax } from './tax'\n\nexport const all = []\n",
  'src/cart.py': 'class Cart:\n    def add(self, item):\n        pass\n',
  'notes.txt': 'Nothing.',
}

test('what the imported and the open files declare for others', async () => {
  const known = await knownOf('src/shop.ts', files['src/shop.ts'], 2, 3)
  const around = aroundOf(files, { open: ['src/shop.ts', 'src/cart.py', 'notes.txt', 'gone.ts'] })
  const found = await headers.find(known, around, signal)
  expect(found.map(({ path, text, why }) => [path, text, why])).toEqual([
    ['src/cart.py', expect.stringMatching(/^class Cart:?\n {2}def add\(self, item\):?$/), 'open'],
    ['src/tax.ts', expect.stringMatching(/^export function tax\(price: number\)$/), 'imported'],
  ])
  expect(found[1]!.worth).toBeGreaterThan(found[0]!.worth)
})
