import { expect, test } from 'vitest'
import type { Complaint, Fix } from '../predictor.ts'
import { fix } from './fix.ts'
import { madeBy, situationOf } from './testing.ts'

const call = { path: 'a.ts', find: 'go()', put: 'go(parse())' }

function complaintOf(text: string, word: string, its: Fix): Complaint {
  const start = text.indexOf(word)
  return { path: 'a.ts', start, end: start + word.length, fix: its }
}

test('what a server would do is proposed, where there is something', () => {
  const situation = situationOf({ 'a.ts': 'go()\n' }, [call])
  const edit: Fix = {
    offset: 0,
    remove: 0,
    insert: "import { parse } from 'dates'\n",
    kind: 'import',
    reason: 'fixes it',
  }
  const { fix: _, ...place } = complaintOf('go(parse())', 'parse', edit)
  situation.complaints = [place, complaintOf('go(parse())', 'parse', edit)]
  const proposals = fix.propose(situation)
  expect(proposals).toMatchObject([{ source: 'fix', reason: 'fixes it' }])
  expect(madeBy(proposals, situation)).toBe("import { parse } from 'dates'\ngo(parse())\n")
})

test('an import that nothing uses any more goes, one that was just typed stays', () => {
  const text = "import { parse } from 'dates'\ngo()\n"
  const removal: Fix = { offset: 0, remove: 30, insert: '', kind: 'unused', reason: 'fixes it' }
  const taken = situationOf({ 'a.ts': text.replace('go()', 'go(parse())') }, [
    { path: 'a.ts', find: 'parse()', put: '' },
  ])
  taken.complaints = [complaintOf(text, 'parse', removal)]
  expect(madeBy(fix.propose(taken), taken)).toBe('go()\n')

  const typed = situationOf({ 'a.ts': '\ngo()\n' }, [
    { path: 'a.ts', find: '\n', put: "import { parse } from 'dates'\n" },
  ])
  typed.complaints = taken.complaints
  expect(fix.propose(typed)).toEqual([])
})
