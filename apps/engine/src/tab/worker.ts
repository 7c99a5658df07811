import { accessSync, constants, existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { gptTokenizer } from '@caret/prompt'
import { Channel, createConnection, serve, type Socket, tabService, type TabSuggestion } from '@caret/protocol'
import { type Continuation, createPredictor, type Prediction } from '@caret/tab'
import { tabFolderService } from './contract.ts'
import { createDocuments } from './documents.ts'
import { createKeeper, type Keeper, readKept } from './kept.ts'
import { createNews, untilAborted } from './news.ts'
import { readFiles, readSource } from './read-files.ts'

// The predictor thinks for milliseconds at a time, and reads a folder for seconds: it has this thread for itself.
const port = parentPort!
const channel = new Channel()
const socket: Socket = { send: (frame) => port.postMessage(frame), close: () => port.close() }
port.on('message', (frame) => channel.receive(socket, frame))
const connection = createConnection(channel)

// Asked seldom, of one path.
const isFree = (path: string) =>
  !documents.has(path) && !existsSync(join(folder, path)) && canWrite(dirname(join(folder, path)))
const news = createNews()
const predictor = createPredictor({ isFree, repository: () => basename(folder), onNews: news.tell })
const documents = createDocuments(predictor, (path) => served.emit('resend', { path }))
let folder = ''
let keeper: Keeper | undefined

/** Suggestions that may yet be settled. */
const given = new Map<number, Given>()
const mostGiven = 100
interface Given {
  suggestion: Prediction | Continuation
  /** The edition of the texts for which it was found. */
  texts: number
}
/** So many acceptances are foreseen: enough for who presses Tab faster than the editor draws. */
const mostAhead = 3
let lastId = 0

/** In milliseconds without an edit or a question: so long a pause is likely to last. */
const pause = 200
let pausing: ReturnType<typeof setTimeout> | undefined
const stir = (ms = pause) => {
  clearTimeout(pausing)
  pausing = setTimeout(() => {
    predictor.rest()
    void rehearse(pausing)
  }, ms)
}

let rehearsal: Iterator<void> | undefined
/** Goes on with it while the pause lasts. */
const rehearse = async (during: typeof pausing) => {
  for (;;) {
    await setImmediate()
    if (pausing !== during || (rehearsal?.next().done ?? true)) return
  }
}

const served = serve(connection, tabService, {
  sync: ({ path, text }) => documents.sync(path, text),
  edit: ({ path, changes, accepted }) => {
    const edits = changes.map((change) => ({ ...change, ...(accepted && { accepted }) }))
    documents.edit(path, edits)
    stir()
    keeper?.soon()
  },
  complain: ({ complaints }) =>
    documents.soon(() => predictor.complain(complaints.filter(({ path, length }) => documents.agrees(path, length)))),
  bind: ({ length, ...binding }) =>
    documents.soon(() => {
      if (documents.agrees(binding.path, length)) predictor.bind(binding)
    }),
  see: ({ length, ...scope }) =>
    documents.soon(() => {
      if (documents.agrees(scope.path, length)) predictor.see(scope)
    }),
  move: ({ path, newPath }) =>
    documents.soon(() => {
      predictor.move(path, newPath)
      // It may have failed: then something else has the name.
      void reread([path])
    }),
  close: ({ path }) => {
    documents.close(path)
    documents.soon(() => void reread([path]))
  },
  complete: async ({ length, ...caret }) => {
    if (!agreed(caret.path, length)) return null
    const found = await predictor.complete(caret)
    stir()
    const { path, offset } = caret
    return found ? { ...give(found), kind: 'edit', path, offset, remove: 0, insert: found.text } : null
  },
  predict: async ({ length, ...caret }) => {
    if (!agreed(caret.path, length)) return null
    const found = await predictor.predict(caret)
    // Who asks for the next edit has paused already; of what is shown, they will want to be told what follows.
    stir(found ? pause : 0)
    return found ? say(found) : null
  },
  ahead: async ({ id, eagerness }, foresee, signal) => {
    const shown = given.get(id)
    if (!shown || !('edit' in shown.suggestion) || shown.texts !== news.texts) return false
    const over = AbortSignal.any([signal, news.next])
    const steps = predictor.ahead(shown.suggestion, eagerness)
    for (let step = 0; step < mostAhead; step++) {
      // What has come meanwhile is heard first.
      await setImmediate()
      if (over.aborted) break
      const { value } = steps.next()
      if (!value) break
      foresee(say(value))
    }
    if (!over.aborted) stir(0)
    await untilAborted(over)
    return !signal.aborted && shown.texts === news.texts
  },
  everywhere: ({ length, ...caret }) => (agreed(caret.path, length) ? (predictor.everywhere(caret) ?? null) : null),
  settle: ({ id, outcome }) => {
    const settled = given.get(id)
    if (settled) predictor.settle(settled.suggestion, outcome)
    given.delete(id)
    keeper?.soon()
  },
})

serve(connection, tabFolderService, {
  open: async ({ root, paths, kept, asks }) => {
    folder = root
    if (asks) await gptTokenizer()
    const texts = await readFiles(root, paths)
    const files = new Map([...texts.keys()].map((path) => [path, path]))
    await predictor.open({ files, read: async (path) => texts.get(path)! })
    let lost = false
    const found = await readKept(kept).catch(() => void (lost = true))
    if (found) predictor.restore(found)
    keeper = createKeeper(kept, predictor.keep)
    documents.begin()
    rehearsal = predictor.rehearse()[Symbol.iterator]()
    stir()
    return { files: files.size, lost }
  },
  keep: async () => {
    await keeper?.flush()
    return null
  },
  question: async ({ format, length, supposed, ...caret }) => {
    // Who asks while the folder is still being read may be typing no more.
    await new Promise<void>((resolve) => documents.soon(resolve))
    if (!documents.agrees(caret.path, length)) return null
    return (await predictor.question(caret, format, supposed)) ?? null
  },
  hear: ({ id, said }) => predictor.hear(id, said) ?? null,
  recent: ({ most }) => (documents.ready ? predictor.recent(most) : []),
  reread: ({ paths }) => documents.soon(() => void reread(paths)),
})
channel.attach(socket, 0)

async function reread(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const text = await readSource(join(folder, path))
    // A page may have opened it meanwhile: what that says holds.
    if (!documents.has(path)) predictor.update(path, text)
  }
  stir()
}

function agreed(path: string, length: number): boolean {
  if (!documents.ready) return false
  if (documents.agrees(path, length)) return true
  served.emit('resend', { path })
  return false
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function say(found: Prediction): TabSuggestion {
  if ('rename' in found) return { ...give(found), kind: 'rename', ...found.rename }
  const { path, offset, remove, insert } = found.edit
  return { ...give(found), kind: 'edit', path, offset, remove, insert }
}

/** What there is to say of a suggestion, beside what it does. */
function give(suggestion: Prediction | Continuation) {
  const id = ++lastId
  given.set(id, { suggestion, texts: news.texts })
  given.delete(id - mostGiven)
  const { source, reason, probability } = suggestion
  return { id, source, reason, probability }
}
