import { expect, test } from 'vitest'
import { marks } from '../testing/read.ts'

const added = (line: string, path = 'a.ts') => marks({ [path]: ['start()\n', `start()\n${line}\n`] })

test('known dangers are marked', async () => {
  expect(await added('node.innerHTML = text')).toEqual(['security +2 A text becomes HTML: is it safe?'])
  expect(await added('requests.get(url, verify=False)', 'a.py')).toEqual(['security +2 Certificates are not checked.'])
  expect(await added('db.run(`SELECT * FROM users WHERE id = ${id}`)')).toEqual([
    'security +2 A query is put together from texts.',
  ])
  expect(await added('const result = eval(text)')).toEqual(['security +2 A text is run as code.'])
})

test('what code decides about is said once', async () => {
  const found = await marks({
    'a.ts': ['const a = 1\n\n\n\nconst b = 2\n', 'check(password)\n\n\n\nhash(password)\n'],
    'b.ts': ['', 'const password = ask()\n'],
  })
  expect(found).toEqual(['security +1 This decides about secrets or rights: `password`.'])
})

test('comments, tests, other words and what was there are not', async () => {
  expect(await added('// eval(text) would be wrong')).toEqual([])
  expect(await added('node.innerHTML = text', 'a.test.ts')).toEqual([])
  expect(await added('model.eval(), token, tokenize(author)')).toEqual([])
  expect(await marks({ 'a.ts': ['node.innerHTML = a\n', 'node.innerHTML = b\n'] })).toEqual([])
})
