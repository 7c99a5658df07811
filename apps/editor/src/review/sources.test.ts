import { type FileChange, hunksOf } from '@caret/text'
import { expect, test } from 'vitest'
import { acceptanceOf, type Proposal, Sources, type SourcesMemory } from './sources.ts'

const proposal = (id: string): Proposal => ({ id, title: `Proposal ${id}`, origin: { kind: 'instruct' } })
function remembering(): SourcesMemory {
  let text = '[]'
  return { read: () => JSON.parse(text), write: (known) => (text = JSON.stringify(known)) }
}

const before = 'one\ntwo\nthree\nfour\nfive\n'
const after = 'ONE\ntwo\nTHREE\nfour\nFIVE\n'
const change: FileChange = { path: 'a', before, after }

function propose(sources: Sources): void {
  sources.add(proposal('1'), { path: 'a', before, after: before.replace('one', 'ONE') }, true)
  const first = before.replace('one', 'ONE')
  sources.add(proposal('2'), { path: 'a', before: first, after: first.replace('five', 'FIVE') }, false)
  const second = first.replace('five', 'FIVE')
  sources.add(proposal('1'), { path: 'a', before: second, after: second.replace('three', 'THREE') }, false)
}

test('each hunk is of the proposal that has made it, also after the page was loaded again', () => {
  const memory = remembering()
  propose(new Sources(memory))
  const sources = new Sources(memory)
  expect(hunksOf(change).map((hunk) => sources.of(change, hunk).id)).toEqual(['1', '1', '2'])
  const edited = { ...change, after: after.replace('FIVE', 'FIVE\nand six') }
  expect(hunksOf(edited).map((hunk) => sources.of(edited, hunk).id)).toEqual(['1', '1', '2'])
})

test('what is accepted is told for each proposal, with the texts just before and after', () => {
  const sources = new Sources(remembering())
  propose(sources)
  const middle = before.replace('five', 'FIVE')
  expect(acceptanceOf(change, hunksOf(change), sources)).toEqual([
    { ...proposal('2'), files: [{ path: 'a', before, after: middle, wasUnsaved: false }] },
    { ...proposal('1'), files: [{ path: 'a', before: middle, after, wasUnsaved: true }] },
  ])
  const [first] = acceptanceOf(change, hunksOf(change).slice(0, 1), sources)
  expect(first?.files).toEqual([{ path: 'a', before, after: before.replace('one', 'ONE'), wasUnsaved: true }])
})

test('a file that comes or goes is told without a text', () => {
  const sources = new Sources(remembering())
  const [created, deleted]: FileChange[] = [
    { path: 'a', after: 'x\n' },
    { path: 'a', before: 'x\n' },
  ]
  sources.add(proposal('1'), created!, false)
  expect(acceptanceOf(created!, hunksOf(created!), sources)[0]?.files).toEqual([
    { path: 'a', after: 'x\n', wasUnsaved: false },
  ])
  expect(acceptanceOf(deleted!, hunksOf(deleted!), sources)[0]?.files).toEqual([
    { path: 'a', before: 'x\n', wasUnsaved: false },
  ])
})

test('what waits nowhere is forgotten', () => {
  const memory = remembering()
  const sources = new Sources(memory)
  propose(sources)
  sources.forget('a')
  expect(memory.read()).toEqual([])
  expect(sources.of(change, hunksOf(change)[0]!)).toMatchObject({ title: 'A proposed change' })
})

test('a file with another name has the same sources', () => {
  const memory = remembering()
  const sources = new Sources(memory)
  propose(sources)
  sources.move('a', 'b')
  sources.forget('a')
  const moved = { ...change, path: 'b' }
  expect(hunksOf(moved).map((hunk) => sources.of(moved, hunk).id)).toEqual(['1', '1', '2'])
})

test('what was forgotten is known again once it waits again', () => {
  const memory = remembering()
  const sources = new Sources(memory)
  propose(sources)
  sources.forget('a')
  sources.recall('a')
  expect(hunksOf(change).map((hunk) => sources.of(change, hunk).id)).toEqual(['1', '1', '2'])
  expect(memory.read()).toHaveLength(2)
})
