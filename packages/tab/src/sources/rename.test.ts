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
