import { expect, test } from 'vitest'
import { rename } from './rename.ts'
import { madeBy, situationOf } from './testing.ts'

const edit = { path: 'a.ts', find: 'userId', put: 'accountId' }

test('names made of the old one follow, each in its own style, in strings too', () => {
  const rest = "setUserId(1)\n\nfind('user-id')\n\nUSER_ID = 2\n\nuser.id = 3\n\nlet x: UserIdInput\n"
  const situation = situationOf({ 'a.ts': `let userId = 0\n${rest}` }, [edit])
  const made = rename.propose(situation).map((each) => each.edit.insert)
  expect(made.toSorted()).toEqual(['ACCOUNT_ID', 'AccountIdInput', 'account-id', 'setAccountId'])
})

test('those on adjacent lines change as one edit, the name itself with them', () => {
  const situation = situationOf({ 'a.ts': 'let userId = 0\n\n\nsetUserId(userId)\nlog(userId)\n' }, [edit])
  expect(madeBy(rename.propose(situation), situation)).toBe(
    'let accountId = 0\n\n\nsetAccountId(accountId)\nlog(accountId)\n',
  )
})

test('this file comes before others, and what is below the caret first', () => {
  const files = { 'a.ts': 'go(userId)\n\n\nlet userId = 0\n\n\nrun(userId)\n', 'b.ts': 'stop(userId)\n' }
  const situation = situationOf(files, [{ path: 'a.ts', find: 'let userId', put: 'let accountId' }])
  const proposals = rename.propose(situation).toSorted((a, b) => b.probability - a.probability)
  expect(proposals.map(({ edit: { path, offset } }) => `${path} ${offset}`)).toEqual(['a.ts 37', 'a.ts 3', 'b.ts 5'])
})

test('a number, or a name whose parts are nowhere else, proposes nothing', () => {
  const files = { 'a.ts': 'let width = 100\nlet height = 100\nlet depth = 1\n' }
  expect(rename.propose(situationOf(files, [{ path: 'a.ts', find: '100', put: '200' }]))).toEqual([])
  expect(rename.propose(situationOf(files, [{ path: 'a.ts', find: 'width', put: 'breadth' }]))).toEqual([])
})

test('where a server has said what the name means, only that follows, and what is made of the name', () => {
  const rest = "log(userId)\n\n\nfunction f(userId) {}\n\n\nfind('userId')\n\n\nsetUserId(userId)\n"
  const situation = situationOf({ 'a.ts': `let userId = 0\n\n\n${rest}`, 'b.ts': 'go(userId)\n' }, [edit])
  const text = situation.texts.get('a.ts')!
  const range = (from: string, word: string) => {
    const start = text.indexOf(from) + from.indexOf(word)
    return { start, end: start + word.length }
  }
  const ranges = [range('let accountId', 'accountId'), range('log(userId', 'userId'), range('Id(userId', 'userId')]
  const renamed = [{ path: 'a.ts', from: 'userId', to: 'accountId', ranges, isSure: true }]
  const made = rename.propose({ ...situation, renamed }).map(({ edit: { path, offset, insert } }) => {
    return `${path} ${situation.texts.get(path)!.slice(0, offset).split('\n').at(-1)}${insert}`
  })
  expect(made.toSorted()).toEqual([
    'a.ts log(accountId',
    'a.ts setAccountId',
    'a.ts setUserId(accountId',
    'b.ts go(accountId',
  ])
})

test('where all files are known that mean the name, others keep it; and what is made of it, if only this file knows it', () => {
  const files = { 'a.ts': 'let userId = 0\n', 'b.ts': 'go(userId)\n', 'c.ts': 'go(userId)\n\n\nsetUserId(1)\n' }
  const situation = situationOf(files, [edit])
  const made = (known: string[]) => {
    const binding = { path: 'a.ts', from: 'userId', to: 'accountId', ranges: [{ start: 4, end: 13 }], isSure: true }
    const renamed = [{ ...binding, files: known }]
    return rename.propose({ ...situation, renamed }).map(({ edit: { path, insert } }) => `${path} ${insert}`)
  }
  expect(made(['a.ts', 'b.ts']).toSorted()).toEqual(['b.ts accountId', 'c.ts setAccountId'])
  expect(made(['a.ts'])).toEqual([])
})

test('a short name is followed where a server has said what it means', () => {
  const situation = situationOf({ 'a.ts': 'let i = 0\n\n\nlog(i)\n\n\nwith(i)\n', 'b.ts': 'log(i)\n' }, [
    { path: 'a.ts', find: 'i', put: 'index' },
  ])
  expect(rename.propose(situation)).toEqual([])
  const ranges = [
    { start: 4, end: 9 },
    { start: 20, end: 21 },
  ]
  const renamed = [{ path: 'a.ts', from: 'i', to: 'index', ranges, isSure: true }]
  expect(madeBy(rename.propose({ ...situation, renamed }), situation)).toContain('log(index)\n\n\nwith(i)')
})
