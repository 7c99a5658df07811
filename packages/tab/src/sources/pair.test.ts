import { expect, test } from 'vitest'
import { pair } from './pair.ts'
import { madeBy, situationOf } from './testing.ts'

const elsewhere = {
  'b.ts': "import { format, parse } from 'dates'\n",
  'c.ts': "import { parse } from 'dates'\n",
}
const edit = { path: 'a.ts', find: 'go()', put: 'go(parse(day))' }

test('a new name is imported as other files do, after the imports that are there', () => {
  const situation = situationOf({ ...elsewhere, 'a.ts': "import { go } from 'there'\n\ngo()\n" }, [edit])
  expect(madeBy(pair.propose(situation), situation)).toBe(
    "import { go } from 'there'\nimport { parse } from 'dates'\n\ngo(parse(day))\n",
  )
})

test('it joins what is imported from the same module, in order', () => {
  const situation = situationOf({ ...elsewhere, 'a.ts': "import { format, zone } from 'dates'\ngo()\n" }, [edit])
  expect(madeBy(pair.propose(situation), situation)).toBe(
    "import { format, parse, zone } from 'dates'\ngo(parse(day))\n",
  )
})

test('in Python too', () => {
  const files = { 'lib/b.py': 'from dates import parse\n', 'a.py': 'from dates import format\ngo()\n' }
  const situation = situationOf(files, [{ ...edit, path: 'a.py' }])
  expect(madeBy(pair.propose(situation), situation)).toBe('from dates import format, parse\ngo(parse(day))\n')
})

test('nothing for members, what is declared there, and words of comments', () => {
  for (const put of ['go(json.parse(day))', 'function parse(day) {}', '// parse(day)']) {
    expect(pair.propose(situationOf({ ...elsewhere, 'a.ts': 'go()\n' }, [{ ...edit, put }]))).toEqual([])
  }
})

test('nothing where files do not agree, or a path means another file, or it is imported', () => {
  const propose = (files: Record<string, string>) => pair.propose(situationOf(files, [edit]))
  expect(propose({ ...elsewhere, 'd.ts': "import { parse } from 'json'\n", 'a.ts': 'go()\n' })).toEqual([])
  expect(propose({ 'lib/b.ts': "import { parse } from './dates'\n", 'a.ts': 'go()\n' })).toEqual([])
  expect(propose({ ...elsewhere, 'a.ts': "import { parse } from 'dates'\ngo()\n" })).toEqual([])
})

test('what only one other file imports is likelier where the same module is imported already', () => {
  const probability = (imports: string) => {
    const files = { 'a.ts': `${imports}go()\n`, 'b.ts': elsewhere['c.ts'] }
    return pair.propose(situationOf(files, [edit]))[0]!.probability
  }
  expect(probability("import { format } from 'dates'\n")).toBeGreaterThan(probability("import { a } from 'b'\n"))
})
