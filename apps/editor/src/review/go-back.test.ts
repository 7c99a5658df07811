import type { Acceptance, CheckpointPreview } from '@caret/protocol'
import type * as vscode from 'vscode'
import { expect, test } from 'vitest'
import type { Engine } from '../engine.ts'
import { offerGoingBack } from './go-back.ts'
import type { Pending } from './pending.ts'

const origin = { kind: 'agent' as const }

/** An editor with texts, and an engine that answers with a change set; what the user says to a question, and all that was done. */
function scene(
  texts: Record<string, string>,
  files: CheckpointPreview['changeSet']['files'],
  answer: string | undefined,
) {
  const commands = new Map<string, () => Promise<void>>()
  const done: unknown[] = []
  const said: string[] = []
  const api = {
    Uri: { file: (path: string) => ({ fsPath: path }) },
    commands: {
      registerCommand: (name: string, run: () => Promise<void>) => commands.set(name, run),
      executeCommand: async () => {},
    },
    window: {
      showQuickPick: async ([first]: unknown[]) => first,
      showWarningMessage: async (text: string) => (said.push(text), answer),
      showInformationMessage: async (text: string) => said.push(text),
      showErrorMessage: async (text: string) => said.push(text),
      showTextDocument: async () => {},
    },
    workspace: {
      asRelativePath: (path: string) => path.slice(1),
      registerTextDocumentContentProvider: () => {},
      openTextDocument: async ({ fsPath }: { fsPath: string }) => {
        const text = texts[fsPath]
        if (text === undefined) throw new Error('There is none.')
        return { getText: () => text }
      },
      fs: {
        stat: async () => {
          throw new Error('There is none.')
        },
      },
    },
  }
  const changeSet = { id: '2', title: 'Take back: it', origin, files }
  const client = {
    list: async () => ({ checkpoints: [{ id: '1', title: 'it', origin, time: 0, files: [] }], problems: [] }),
    preview: async () => ({ changeSet, conflicts: [] }),
    restore: async ({ paths }: { paths: string[] }) => (done.push({ restored: paths }), { conflicts: [] }),
    record: async (acceptance: Acceptance) => void done.push({ recorded: acceptance.files.map(({ path }) => path) }),
  }
  const pending = {
    isGrowing: () => false,
    propose: async (set: { files: { path: string }[] }) =>
      void done.push({ proposed: set.files.map(({ path }) => path) }),
  }
  offerGoingBack(
    api as unknown as typeof vscode,
    { use: () => client } as unknown as Engine,
    pending as unknown as Pending,
  )
  return { takeBack: commands.get('caret.checkpoints.takeBack')!, done, said }
}

const files = [
  { path: '/a', before: 'a', after: 'A' },
  { path: '/new', before: 'n' },
  { path: '/moved', to: '/old', before: 'm', after: 'm' },
  { path: '/back', after: 'b' },
]
const texts = { '/a': 'a', '/new': 'n', '/moved': 'm' }

test('files that would be deleted or renamed are asked about, and recorded; all else is proposed', async () => {
  const { takeBack, done, said } = scene(texts, files, 'Go On')
  await takeBack()
  expect(said).toEqual(['This will delete new, rename moved to old.'])
  expect(done).toEqual([
    { restored: ['/new', '/moved'] },
    { recorded: ['/new', '/moved'] },
    { proposed: ['/a', '/back'] },
  ])
})

test('who says no to that has nothing changed', async () => {
  const { takeBack, done } = scene(texts, files, undefined)
  await takeBack()
  expect(done).toEqual([])
})

test('a text that is another by now is not written over, and what is taken back already is told', async () => {
  const changed = scene({ '/a': 'typed' }, files.slice(0, 1), undefined)
  await changed.takeBack()
  expect([changed.said, changed.done]).toEqual([['a has changed meanwhile. Try again.'], []])
  const nothing = scene({}, [], undefined)
  await nothing.takeBack()
  expect([nothing.said, nothing.done]).toEqual([['There is nothing to do: “it” is not in the files.'], []])
})
