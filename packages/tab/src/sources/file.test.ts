import { expect, test } from 'vitest'
import { file } from './file.ts'
import { situationOf } from './testing.ts'

/** What becomes of files when a name changes, after the edits that change it. */
function renamed(files: Record<string, string>, from: string, to: string, ...paths: string[]): string[] {
  const edits = paths.map((path) => ({ path, find: from, put: to }))
  return file.propose(situationOf(files, edits)).map(({ rename: { path, newPath } }) => `${path} ${newPath}`)
}

test.each([
  ['user-id.ts', 'export function userId() {}\n', 'userId', 'accountId', 'account-id.ts'],
  ['src/UserId.tsx', 'export default class UserId {}\n', 'UserId', 'AccountId', 'src/AccountId.tsx'],
  ['user_id.py', 'def user_id():\n    pass\n', 'user_id', 'account_id', 'account_id.py'],
  ['userId.js', 'export const userId = 1\n', 'userId', 'accountNumber', 'accountNumber.js'],
  ['user_id.rs', 'pub(crate) struct UserId;\n', 'UserId', 'AccountId', 'account_id.rs'],
  ['user.d.ts', 'export interface User {}\n', 'User', 'Account', 'account.d.ts'],
])('%s is renamed after what it declares', (path, text, from, to, expected) => {
  expect(renamed({ [path]: text }, from, to, path)).toEqual([`${path} ${expected}`])
})

test('a name of one word becomes one of several as the files around have them', () => {
  const text = 'export class User {}\n'
  const name = (siblings: string[], path: string) =>
    renamed(Object.fromEntries([[path, text], ...siblings.map((each) => [each, ''])]), 'User', 'AccountHolder', path)[0]
  expect(name(['orderLine.ts', 'lineItem.ts', 'x-y.ts'], 'user.ts')).toBe('user.ts accountHolder.ts')
  expect(name(['order_line.ts'], 'user.ts')).toBe('user.ts account_holder.ts')
  expect(name(['sub/order_line.ts'], 'user.ts')).toBe('user.ts account-holder.ts')
  expect(name([], 'user.go')).toBe('user.go account_holder.go')
})

test('a file that is about it follows when it has the old name no more', () => {
  const files = {
    'user-id.ts': 'export function userId() {}\n',
    'user-id.test.ts': "test('it', () => userId())\n",
    'test_user_id.py': 'user_id()\n',
  }
  expect(renamed(files, 'userId', 'accountId', 'user-id.test.ts')).toEqual(['user-id.test.ts account-id.test.ts'])
  expect(renamed(files, 'user_id', 'account_id', 'test_user_id.py')).toEqual(['test_user_id.py test_account_id.py'])
  const twice = { 'user-id.test.ts': 'userId()\nuserId()\n' }
  expect(renamed(twice, 'userId', 'accountId', 'user-id.test.ts')).toEqual([])
})

test('what is declared within something, or is only used, says nothing of the file', () => {
  const inner = 'export function load() {\n  const user = 1\n  return user\n}\n'
  expect(renamed({ 'user.ts': inner }, 'user', 'account', 'user.ts')).toEqual([])
  expect(renamed({ 'main.ts': 'export const userId = 1\n' }, 'userId', 'accountId', 'main.ts')).toEqual([])
  expect(
    renamed({ 'user-id-input.ts': 'export const userId = 1\n' }, 'userId', 'accountId', 'user-id-input.ts'),
  ).toEqual([])
})

test('a name that is taken is not proposed', () => {
  const files = { 'user-id.ts': 'export const userId = 1\n', 'account-id.ts': '' }
  expect(renamed(files, 'userId', 'accountId', 'user-id.ts')).toEqual([])
})

test('it is likelier once the text has the old name no more, but for what a server knows to be something else', () => {
  const probability = (text: string, ranges?: { start: number; end: number }[]) => {
    const situation = situationOf({ 'user-id.ts': text }, [{ path: 'user-id.ts', find: 'userId', put: 'accountId' }])
    const binding = { path: 'user-id.ts', from: 'userId', to: 'accountId', isSure: true }
    return file.propose({ ...situation, renamed: ranges ? [{ ...binding, ranges }] : [] })[0]!.probability
  }
  const begun = 'export const userId = 1\nlog("userId")\n'
  expect(probability(begun)).toBeLessThan(probability('export const userId = 1\n'))
  expect(probability(begun, [{ start: 13, end: 22 }])).toBe(probability('export const userId = 1\n'))
})
