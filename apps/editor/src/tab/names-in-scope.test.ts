import { expect, test } from 'vitest'
import type * as vscode from 'vscode'
import { namesInScope } from './names-in-scope.ts'

const kinds = {
  Text: 0,
  Function: 2,
  Variable: 5,
  Property: 9,
  Keyword: 13,
  Snippet: 14,
  Color: 15,
  File: 16,
  Folder: 18,
}
const api = { CompletionItemKind: kinds } as unknown as Pick<typeof vscode, 'CompletionItemKind'>
const item = (label: string, kind: keyof typeof kinds, rest: object = {}) =>
  ({ label, kind: kinds[kind], ...rest }) as vscode.CompletionItem
const names = (items: vscode.CompletionItem[], isMember = false) => namesInScope(api, items, isMember)
const statement = [item('if', 'Keyword'), item('log', 'Function', { sortText: '15' })]

test('names that stand by themselves, the likeliest first, without what would be imported', () => {
  const items = [
    ...statement,
    item('user', 'Variable', { sortText: '11' }),
    item('println!(…)', 'Function', { sortText: '16' }),
    item('forEach', 'Snippet'),
    item('word', 'Text'),
    item('sendEvent', 'Function', { data: { autoImport: {} } }),
    item('read_it', 'Function', { detail: 'Auto-import' }),
    item('Println', 'Function', { additionalTextEdits: [{}] }),
  ]
  expect(names(items)).toEqual({ kind: 'names', names: ['user', 'log', 'println'], isOpen: false })
})

test('keys, types and modifiers are no names that stand by themselves', () => {
  expect(names([item('width', 'Property')])).toBeUndefined()
  expect(names([item('public', 'Keyword')])).toBeUndefined()
  expect(names([item('typeof', 'Keyword'), item('Box', 'Variable')])).toBeUndefined()
  expect(names([item('if', 'Keyword'), item('sendEvent', 'Function', { data: { autoImport: {} } })])).toBeUndefined()
})

test('members', () => {
  const items = [item('width', 'Property'), item('await', 'Keyword'), item({ label: 'height?' } as never, 'Property')]
  expect(names(items, true)).toEqual({ kind: 'members', names: ['height', 'width'], isOpen: false })
  expect(names([item('__getattr__', 'Function')], true)?.isOpen).toBe(true)
  expect(names([item('word', 'Text')], true)).toBeUndefined()
})
