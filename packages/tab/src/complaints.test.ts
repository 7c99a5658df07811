import { expect, test } from 'vitest'
import { createComplaints } from './complaints.ts'
import type { Complaint } from './predictor.ts'

// 'import x\n\nuse(name)\n'
const complaint: Complaint = {
  ...{ path: 'a.ts', start: 14, end: 18 },
  fix: { offset: 8, remove: 0, insert: ', name', kind: 'import', reason: '' },
}

function after(offset: number, remove: number, insert: string, path = 'a.ts'): readonly Complaint[] {
  const complaints = createComplaints()
  complaints.set([complaint])
  complaints.edit({ path, offset, remove, insert })
  return complaints.all
}

test('edits before them move them, others do not', () => {
  expect(after(0, 0, '// ')).toMatchObject([{ start: 17, end: 21, fix: { offset: 11 } }])
  expect(after(9, 1, '')).toMatchObject([{ start: 13, end: 17, fix: { offset: 8 } }])
  expect(after(20, 0, 'end')).toEqual([complaint])
  expect(after(0, 4, '', 'b.ts')).toEqual([complaint])
})

test('an edit of what is complained of takes it back, one where it would be fixed only the fix', () => {
  expect(after(18, 0, 's')).toEqual([])
  expect(after(13, 2, '')).toEqual([])
  expect(after(8, 0, 'yz')).toEqual([{ path: 'a.ts', start: 16, end: 20 }])
})

test('another text of the file takes all of its own back', () => {
  const complaints = createComplaints()
  complaints.set([complaint, { ...complaint, path: 'b.ts' }])
  complaints.forget('a.ts')
  expect(complaints.all.map(({ path }) => path)).toEqual(['b.ts'])
})
