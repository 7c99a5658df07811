import { createPredictor } from '@caret/tab'
import { expect, test } from 'vitest'
import { createDocuments } from './documents.ts'

const text = 'send(message, user)\nreceive()\nsend(message, user)\nreceive()\n'

function opened(lost: string[] = []) {
  const predictor = createPredictor()
  return { predictor, documents: createDocuments(predictor, (path) => lost.push(path)) }
}

const next = { path: 'chat.ts', offset: 47, remove: 0, insert: ', now' }

test('edits that are made while the folder is read count once it is', async () => {
  const { predictor, documents } = opened()
  documents.sync('chat.ts', text)
  documents.edit('chat.ts', [{ offset: 12, remove: 0, insert: ', now' }])
  expect(documents.agrees('chat.ts', text.length + 5)).toBe(false)
  await predictor.open({ files: new Map([['chat.ts', '1']]), read: async () => text })
  documents.begin()
  expect(documents.agrees('chat.ts', text.length + 5)).toBe(true)
  expect(await predictor.predict({ path: 'chat.ts', offset: 17 })).toMatchObject({ edit: next, source: 'repeat' })
})

test('a text that changed by itself is no edit', async () => {
  const { predictor, documents } = opened()
  documents.begin()
  documents.sync('chat.ts', text)
  documents.sync('chat.ts', `${text.slice(0, 12)}, now${text.slice(12)}`)
  expect(await predictor.predict({ path: 'chat.ts', offset: 17 })).toBeUndefined()
})

test('an edit that does not fit asks for the text, and then all goes on', async () => {
  const lost: string[] = []
  const { predictor, documents } = opened(lost)
  documents.begin()
  documents.edit('chat.ts', [{ offset: 0, remove: 0, insert: 'x' }])
  documents.sync('chat.ts', text)
  documents.edit('chat.ts', [{ offset: text.length, remove: 1, insert: '' }])
  expect(lost).toEqual(['chat.ts', 'chat.ts'])
  expect(documents.agrees('chat.ts', text.length)).toBe(false)
  documents.sync('chat.ts', text)
  documents.edit('chat.ts', [{ offset: 12, remove: 0, insert: ', now' }])
  expect(await predictor.predict({ path: 'chat.ts', offset: 17 })).toMatchObject({ edit: next })
})

test('what is typed with several cursors is repeated whole', async () => {
  const { predictor, documents } = opened()
  const three = text + text.slice(0, 30)
  documents.begin()
  documents.sync('chat.ts', three)
  for (const [at, insert] of Array.from(', now').entries()) {
    documents.edit('chat.ts', [
      { offset: 42 + at + at, remove: 0, insert },
      { offset: 12 + at, remove: 0, insert },
    ])
  }
  const found = await predictor.predict({ path: 'chat.ts', offset: 17 })
  expect(found).toMatchObject({ edit: { ...next, offset: 82 } })
})
