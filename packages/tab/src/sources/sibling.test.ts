import { expect, test } from 'vitest'
import { sibling } from './sibling.ts'
import { madeBy, situationOf } from './testing.ts'

const fields = 'class Options:\n  host: str\n  retries: int\n\n'
const edit = { path: 'a.py', find: '  retries: int\n', put: '  retries: int\n  timeout: int\n' }

test('a line beside one like it is added wherever that has a line of its own', () => {
  const use = 'return Options(\n  host=read("host"),\n  retries=read("retries"),\n)\n'
  const situation = situationOf({ 'a.py': fields + use }, [edit])
  expect(madeBy(sibling.propose(situation), situation)).toContain(
    '  retries=read("retries"),\n  timeout=read("timeout"),\n)',
  )
})

test('in other files, and in other styles', () => {
  const situation = situationOf({ 'a.py': fields, 'b.py': 'RETRIES = 1\nmax_retries = 2\n' }, [edit])
  const made = sibling.propose(situation).map(({ edit: { insert } }) => insert)
  expect(made.toSorted()).toEqual(['TIMEOUT = 1\n', 'max_timeout = 2\n'])
})

test('before it, when it was put before it', () => {
  const situation = situationOf({ 'a.py': `${fields}x(\n  retries,\n)\n` }, [
    { path: 'a.py', find: '  retries: int\n', put: '  timeout: int\n  retries: int\n' },
  ])
  expect(madeBy(sibling.propose(situation), situation)).toContain('x(\n  timeout,\n  retries,\n)')
})

test('nothing where it stands already, or where something was taken out', () => {
  const done = `${fields}x(\n  retries,\n  timeout,\n)\n`
  expect(sibling.propose(situationOf({ 'a.py': done }, [edit]))).toEqual([])
  const removed = { ...edit, find: 'retries: int', put: 'timeout: int' }
  expect(sibling.propose(situationOf({ 'a.py': `${fields}x(\n  retries,\n)\n` }, [removed]))).toEqual([])
})

test('a member of an enumeration takes its whole case with it', () => {
  const members = "enum Color {\n  Red = 'red',\n  Green = 'green',\n}\n"
  const cases = "switch (c) {\n  case Color.Red:\n    return 'Red'\n  case Color.Green:\n    return 'Green'\n}\n"
  const blue = { path: 'a.ts', find: "  Green = 'green',\n", put: "  Green = 'green',\n  Blue = 'blue',\n" }
  const situation = situationOf({ 'a.ts': members + cases }, [blue])
  expect(madeBy(sibling.propose(situation), situation)).toContain(
    "  case Color.Green:\n    return 'Green'\n  case Color.Blue:\n    return 'Blue'\n}\n",
  )
})

test('what is set up is cleaned up where the one beside it is', () => {
  const setUp = "onMounted(() => {\n  addEventListener('resize', onResize)\n})\n\n"
  const cleanUp = "onUnmounted(() => {\n  removeEventListener('resize', onResize)\n})\n"
  const line = "  addEventListener('resize', onResize)\n"
  const situation = situationOf({ 'a.ts': setUp + cleanUp }, [
    { path: 'a.ts', find: line, put: `${line}  addEventListener('scroll', onScroll)\n` },
  ])
  expect(madeBy(sibling.propose(situation), situation)).toContain(
    "  removeEventListener('resize', onResize)\n  removeEventListener('scroll', onScroll)\n",
  )
})
