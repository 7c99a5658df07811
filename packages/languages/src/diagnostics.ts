import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver-protocol'
import { LanguageServerError } from './messages.ts'
import type { Session } from './session.ts'

/** How long a server that pushes its diagnostics may take to push those of the text as it is. */
const patienceMs = 10_000
const pull = 'textDocument/diagnostic'

/**
 * The diagnostics of a document that is open: asked for where the server can be asked, else awaited until it has pushed
 * those of the present text (or, when it takes too long, the last that it pushed).
 */
export async function readDiagnostics(session: Session, uri: string, signal?: AbortSignal): Promise<Diagnostic[]> {
  await settled(session, uri, signal)
  const { broker } = session
  const pushed = broker.published(uri)?.diagnostics ?? []
  if (!broker.supports(pull)) return pushed
  const reports = await Promise.all(
    identifiers(session).map((identifier) => {
      const params = { textDocument: { uri }, ...(identifier === undefined ? {} : { identifier }) }
      return session.request<DocumentDiagnosticReport>(pull, params, signal)
    }),
  )
  return [...reports.flatMap((report) => ('items' in report ? report.items : [])), ...pushed]
}

/** Waits until the server can be asked for diagnostics, or has pushed those of the text as it is. */
async function settled(session: Session, uri: string, signal?: AbortSignal): Promise<void> {
  const { broker } = session
  const isPushed = () => {
    const published = broker.published(uri)
    return published !== undefined && published.version === broker.documents.get(uri)?.version
  }
  const isSettled = () => broker.supports(pull) || isPushed()
  await until(session, isSettled, signal)
  const { state, detail } = broker.status
  if (!isSettled() && state !== 'ready') throw new LanguageServerError(detail, 'Unavailable')
}

/** A server may have several providers, told apart by what they called themselves. */
function identifiers({ broker }: Session): (string | undefined)[] {
  const said = broker.capabilities?.diagnosticProvider
  const registered = broker.registrationsOf(pull).map(({ registerOptions }) => registerOptions)
  return [...(said ? [said] : []), ...registered].map((options) => (options as { identifier?: string }).identifier)
}

/** Waits for a condition that the server's news can bring about; no longer than patience lasts. */
function until(session: Session, condition: () => boolean, signal?: AbortSignal): Promise<void> {
  if (condition()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const news = session.onNews(() => {
      if (condition()) finish()
    })
    const finish = () => {
      clearTimeout(timer)
      news[Symbol.dispose]()
      signal?.removeEventListener('abort', abort)
      resolve()
    }
    const abort = () => {
      reject(signal?.reason)
      finish()
    }
    const timer = setTimeout(finish, patienceMs)
    signal?.addEventListener('abort', abort, { once: true })
  })
}
