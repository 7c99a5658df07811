import { randomUUID } from 'node:crypto'
import { access, constants, realpath, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { homedir, platform } from 'node:os'
import { join } from 'node:path'
import { type EngineInfo, engineService, serve } from '@caret/protocol'
import { Checkpoints } from '@caret/review'
import { openWorkspace } from '@caret/workspace'
import { claim, type DataFolder, type Lock, openDataFolder, readIdentity, writeIdentity } from './data-folder.ts'
import { serveApply } from './apply.ts'
import { serveCheckpoints } from './checkpoints.ts'
import { serveDocuments } from './documents.ts'
import { Disposables } from './disposables.ts'
import { serveFiles } from './files.ts'
import { serveExtensions } from './extensions/serve.ts'
import { openExtensions } from './extensions/store.ts'
import { findRepository, serveGit } from './git.ts'
import { createGate } from './gate.ts'
import { answerRequests } from './http.ts'
import { openLanguages, serveLanguages } from './languages.ts'
import { openReader } from './instruct/reader.ts'
import { serveInstruct } from './instruct/serve.ts'
import { openListing } from './listing.ts'
import type { Log } from './log.ts'
import { openModels, serveModels } from './models.ts'
import { Outside } from './outside.ts'
import { openPlace, type Place } from './place.ts'
import { openPrompts, servePrompts } from './prompts/prompts.ts'
import { openReviews, serveReview } from './review/review.ts'
import { serveSearch } from './search.ts'
import { type ServeSession, Sessions } from './sessions.ts'
import { serveState, State } from './state.ts'
import { serveTab } from './tab/serve.ts'
import { openTab } from './tab/tab.ts'
import { serveTerminals } from './terminals/serve.ts'
import { openTerminals } from './terminals/terminals.ts'

export interface EngineOptions {
  /** The folder to open. */
  folder: string
  /** The port to listen on; by default the one that this folder had last, or a free one. */
  port?: number
  /** By default `CARET_HOME` or `~/.caret`. */
  dataFolder?: string
  version: string
  /** The built editor's folder. */
  editor: string
  log: Log
}

/** A running engine; disposing it ends its terminals and language servers, and saves what must last. */
export interface Engine extends AsyncDisposable {
  /** Where a browser opens the editor; it carries the token. */
  url: string
  port: number
}

/** Another process serves the folder already. */
export interface AlreadyRunning {
  alreadyRunning: { pid: number; url: string }
}

/** An error whose message is a sentence for the user. */
export class EngineError extends Error {
  override name = 'EngineError'
}

/** Opens `folder` and serves the editor for it on 127.0.0.1. Throws `EngineError` when that cannot be. */
export async function startEngine(options: EngineOptions): Promise<Engine | AlreadyRunning> {
  const root = await resolveFolder(options.folder)
  const data = await openDataFolder(root, options.dataFolder)
  const claimed = await claim(data)
  if ('running' in claimed) return { alreadyRunning: claimed.running }

  const owned = new Disposables()
  owned.use(claimed.lock)
  try {
    return await serveFolder(root, data, claimed.lock, owned, options)
  } catch (error) {
    await owned[Symbol.asyncDispose]()
    throw error
  }
}

async function serveFolder(
  root: string,
  data: DataFolder,
  lock: Lock,
  owned: Disposables,
  options: EngineOptions,
): Promise<Engine> {
  const { log, version } = options
  const folder = owned.use(await openPlace(await openWorkspace(root)))
  const userData = owned.use(await openPlace(await openWorkspace(data.user)))
  const state = owned.use(new State(data))
  const checkpoints = owned.use(new Checkpoints(join(data.workspace, 'checkpoints')))
  const repository = owned.use(findRepository(folder))
  const languages = owned.use(openLanguages(folder))
  const places: [Place, ...Place[]] = [folder, userData]
  const extensions = owned.use(openExtensions(data.extensions))
  const models = openModels(data, owned, log)
  const prompts = owned.use(openPrompts())
  const tab = owned.use(
    openTab(folder, join(data.workspace, 'tab.json'), { models: models.registry, onAsked: prompts.keep }, log),
  )
  const reviews = owned.use(openReviews(folder, repository, join(data.workspace, 'reviewed.json')))
  const reader = owned.use(openReader())
  const listing = owned.use(openListing(folder))
  const asking = {
    ...{ models: models.registry, onAsked: prompts.keep },
    folder: { place: folder, listing, languages, tab, reader, log },
  }
  const info: EngineInfo = {
    version,
    engine: randomUUID(),
    root,
    home: homedir(),
    userData: data.user,
    platform: platform() === 'darwin' ? 'darwin' : platform() === 'win32' ? 'win32' : 'linux',
    writable: !(await folder.workspace.stat('')).readonly,
  }

  const terminals = owned.use(
    await openTerminals({
      ...{ folder: root, version },
      ...{ scripts: join(data.workspace, 'terminals'), saved: join(data.workspace, 'terminals.json') },
    }),
  )

  const serveSession: ServeSession = (connection, _id, isConnected) => {
    const session = new Disposables()
    const outside = session.use(new Outside())
    session.use(serve(connection, engineService, { info: () => info }))
    session.use(serveDocuments(connection, places))
    session.use(serveSearch(connection, folder))
    session.use(serveApply(connection, models.registry, prompts.keep))
    session.use(serveCheckpoints(connection, checkpoints, places))
    session.use(serveFiles(connection, places, outside))
    session.use(serveState(connection, state))
    session.use(serveGit(connection, repository))
    session.use(serveReview(connection, reviews))
    session.use(serveExtensions(connection, extensions))
    session.use(serveLanguages(connection, languages.servers, outside))
    session.use(serveTab(connection, folder, tab, log))
    session.use(serveModels(connection, models))
    session.use(serveInstruct(connection, asking))
    session.use(servePrompts(connection, prompts))
    session.use(serveTerminals(connection, terminals, isConnected))
    log.info('a page connected')
    return session
  }

  const sessions = owned.use(new Sessions(serveSession))
  const identity = await readIdentity(data)
  const server = createServer()
  const port = await listen(server, options.port, identity.port)
  owned.defer(() => {
    server.close()
    server.closeAllConnections()
  })
  const gate = createGate(port, identity.token)
  server.on(
    'request',
    answerRequests({
      gate,
      editor: options.editor,
      extensions: data.extensions,
      boot: async () => ({ info, extensions: await extensions.list() }),
      keep: (update) => state.update(update),
    }),
  )
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => {})
    const allowed = gate.isEditor(request) && gate.hasOwnOrigin(request) && gate.hasCookie(request)
    if (allowed && request.url?.startsWith('/rpc?')) sessions.accept(request, stream, head)
    else stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
  })
  await writeIdentity(data, { port, token: identity.token })
  const url = `${gate.origin}/?token=${identity.token}`
  await lock.announce(url)
  log.info({ root, port }, 'listening')

  return { url, port, [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose]() }
}

async function resolveFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined)
  if (!found) throw new EngineError(`There is no folder ${folder}.`)
  if (!found.isDirectory()) throw new EngineError(`${folder} is a file, not a folder.`)
  await access(folder, constants.R_OK | constants.X_OK).catch(() => {
    throw new EngineError(`The folder ${folder} cannot be read: its permissions forbid it.`)
  })
  return realpath(folder)
}

async function listen(server: Server, wanted: number | undefined, last: number): Promise<number> {
  const attempt = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve((server.address() as AddressInfo).port)
      })
    })
  const taken = (error: NodeJS.ErrnoException) => error.code === 'EADDRINUSE' || error.code === 'EACCES'
  try {
    return await attempt(wanted ?? last)
  } catch (error) {
    if (!taken(error as NodeJS.ErrnoException)) throw error
    if (wanted !== undefined) {
      throw new EngineError(`Port ${wanted} is taken or forbidden. Choose another with --port, or leave it out.`)
    }
    return attempt(0)
  }
}

/** Where the built editor lies beside the built engine or command. */
export const builtEditor = (root: string) => join(root, 'apps', 'editor', 'dist')
