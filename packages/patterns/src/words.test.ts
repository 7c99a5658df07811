import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeWord, joinParts, partChange, partsOf, styleOf } from './words.ts'

test.each([
  ['setUserId', 'setAccountId'],
  ['userId', 'accountId'],
  ['UserIdInput', 'AccountIdInput'],
  ['user_id', 'account_id'],
  ['USER_ID', 'ACCOUNT_ID'],
  ['users', 'accounts'],
  ['AllUsers', 'AllAccounts'],
  ['_user', '_account'],
])('what makes accountId of userId makes %s into %s', (word, expected) => {
  expect(changeWord(word, partChange('userId', 'accountId')!)).toBe(expected)
})

test('a word without the part stays', () => {
  expect(changeWord('superuserland', partChange('userId', 'accountId')!)).toBeUndefined()
})

test('one part may become several, several one, and plurals follow', () => {
  expect(changeWord('fetchUser', partChange('getUser', 'getTeamMember')!)).toBe('fetchTeamMember')
  expect(changeWord('TEAM_MEMBER', partChange('teamMember', 'user')!)).toBe('USER')
  expect(changeWord('categories', { from: ['category'], to: ['box'] })).toBe('boxes')
})

const part = fc.stringMatching(/^[a-z]{2,6}$/)
const style = fc.constantFrom('camel', 'pascal', 'snake', 'constant')

test('parts survive every style', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 4 }), style, (parts, chosen) => {
      const word = joinParts(parts, chosen)
      expect(partsOf(word).map((one) => one.toLowerCase())).toEqual(parts)
      expect(styleOf(word)).toBe(chosen)
    }),
  )
})

test('a change and its reverse give the word back', () => {
  fc.assert(
    fc.property(part, part, part, part, style, (a, b, from, to, chosen) => {
      fc.pre(new Set([a, b, from, to, `${from}s`, `${to}s`]).size === 6)
      const word = joinParts([a, from, b], chosen)
      const changed = changeWord(word, { from: [from], to: [to] })
      fc.pre(![a, b].includes(`${from}s`) && ![a, b].includes(`${to}s`) && a !== `${to}es` && a !== `${from}es`)
      expect(changed).toBe(joinParts([a, to, b], chosen))
      expect(changeWord(changed!, { from: [to], to: [from] })).toBe(word)
    }),
  )
})
