import { TokenIndex } from '@caret/patterns'
import { expect, test } from 'vitest'
import { derivedWords } from './derived.ts'

test('words are found by the rarest part, and those that come later are tried then, each once', () => {
  const index = new TokenIndex()
  index.set('a.ts', 'setUserId getUserName setSize setPath')
  const tried: string[] = []
  const key = {}
  const ask = () =>
    derivedWords(key, ['set', 'user'], index, (word) => {
      tried.push(word)
      return word.startsWith('set') ? word.replace('User', 'Account') : undefined
    }).map(([number, word]) => [index.token(number), word])

  expect(ask()).toEqual([['setUserId', 'setAccountId']])
  index.set('b.ts', 'setUsers setUserAge')
  expect(ask()).toEqual([
    ['setUserId', 'setAccountId'],
    ['setUserAge', 'setAccountAge'],
  ])
  expect(tried).toEqual(['setUserId', 'getUserName', 'setUserAge'])
})
