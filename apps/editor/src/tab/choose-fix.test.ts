import { expect, test } from 'vitest'
import { type Action, chooseFix } from './choose-fix.ts'

const text = "import os\n\nread('x')\n"
const put = (offset: number, insert: string, remove = 0) => ({ offset, remove, insert })
const action = (title: string, edits: Action['edits'] = [put(0, 'import read\n')], isPreferred?: boolean): Action => ({
  ...{ title, edits, isPreferred },
})
const kindOf = (...actions: Action[]) => chooseFix('no read', actions, text)?.kind

test('an import is taken where it is the only one, as servers call it', () => {
  for (const title of [
    'Add import from "./files"',
    'Update import from "a"',
    'from lib import read',
    'Import `read`',
  ]) {
    expect(kindOf(action(title), action('Add all missing imports'), action('Add `# ignore`'))).toBe('import')
  }
  expect(kindOf(action('Remove Unused Imports'))).toBe('unused')
  expect(kindOf(action('Add import from "fs"'), action('Add import from "node:fs"'))).toBeUndefined()
  expect(kindOf(action('Implement interface'))).toBeUndefined()
})

test('the only preferred one comes before all', () => {
  const preferred = action('Change spelling', [put(11, 'lead', 4)], true)
  expect(kindOf(preferred, action('Import `read`'))).toBe('other')
  expect(kindOf(preferred, preferred)).toBeUndefined()
})

test('edits near each other are one; what they leave as it is is left out', () => {
  const both = action('from lib import read', [put(11, 'read', 4), put(9, '\nfrom lib import read')])
  expect(chooseFix('"read" is not\ndefined', [both], text)).toEqual({
    ...{ offset: 9, remove: 0, insert: '\nfrom lib import read', kind: 'import' },
    reason: 'fixes: "read" is not',
  })
  const two = action('Update import', [put(10, 'x'), put(7, 'io, ')])
  expect(chooseFix('', [two], text)).toMatchObject({ offset: 7, remove: 3, insert: 'io, os\nx' })
})

test('more than text, much text, and nothing are no fix', () => {
  expect(kindOf({ title: 'Import `read`', edits: undefined })).toBeUndefined()
  expect(kindOf(action('Import `read`', [put(0, 'x'.repeat(500))]))).toBeUndefined()
  expect(kindOf(action('Import `read`', [put(0, 'import', 6)]))).toBeUndefined()
})
