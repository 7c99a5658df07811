import { readFile } from 'node:fs/promises'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { lastUpdate, type StateUpdate } from '@caret/protocol'
import sirv from 'sirv'
import type { Gate } from './gate.ts'

export interface HttpOptions {
  gate: Gate
  /** The built editor. */
  editor: string
  /** Unpacked web extensions. */
  extensions: string
  /** What the page needs before it can connect; inlined into it, so that it costs no round trip. */
  boot: () => Promise<unknown>
  /** Keeps what a closing page last remembered. */
  keep: (update: StateUpdate) => void
}

/**
 * Serves two sites on one port:
 *
 * - `127.0.0.1`, the editor: the page itself only to who holds the token; the built assets, which are no secret, to all;
 * - `localhost` and names under it, for webviews and extensions, so that their code never shares the editor's origin. It
 *   serves built assets and extensions' files, and nothing of the user's folder.
 */
export function answerRequests(options: HttpOptions): RequestListener {
  const assets = sirv(options.editor, { brotli: true, etag: true, immutable: true, maxAge: 31536000 })
  const extensions = sirv(options.extensions, { dev: true, etag: true, dotfiles: true })

  return (request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value)
    void answer(request, response, options).catch((error: unknown) => {
      if (!response.headersSent) refuse(response, 500, error instanceof Error ? error.message : String(error))
      else response.destroy()
    })
  }

  async function answer(request: IncomingMessage, response: ServerResponse, options: HttpOptions): Promise<void> {
    const { gate } = options
    const editor = gate.isEditor(request)
    if (!editor && !gate.isContent(request)) return refuse(response, 421, 'This engine is not known by that name.')
    const url = new URL(request.url ?? '/', gate.origin)
    if (editor && request.method === 'POST' && url.pathname === lastUpdate.path)
      return takeUpdate(request, response, options)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is served.')

    if (url.pathname.startsWith('/assets/')) {
      // Extension hosts and webviews live on the other site and in workers of no origin at all.
      response.setHeader('access-control-allow-origin', '*')
      return assets(request, response, () => refuse(response, 404, 'There is no such file.'))
    }
    if (!editor) return answerContent(request, response, url, options)
    if (url.pathname !== '/') return refuse(response, 404, 'There is no such page.')
    if (!gate.hasOwnOrigin(request)) return refuse(response, 403, 'Another site may not read this one.')

    const token = url.searchParams.get('token')
    if (token !== null) {
      if (!gate.isToken(token)) return refuse(response, 403, wrongToken)
      url.searchParams.delete('token')
      response.writeHead(302, {
        'set-cookie': gate.cookie,
        location: url.pathname + url.search,
        'cache-control': 'no-store',
      })
      response.end()
      return
    }
    if (!gate.hasCookie(request)) return refuse(response, 403, wrongToken)
    await answerPage(response, options)
  }

  function answerContent(request: IncomingMessage, response: ServerResponse, url: URL, options: HttpOptions): void {
    if (!url.pathname.startsWith('/extensions/')) return refuse(response, 404, 'There is no such file.')
    const { origin } = request.headers
    if (origin === options.gate.origin || (origin && /^https?:\/\/([a-z0-9-]+\.)?localhost(:\d+)?$/.test(origin))) {
      response.setHeader('access-control-allow-origin', origin)
    }
    request.url = request.url?.slice('/extensions'.length)
    return extensions(request, response, () => refuse(response, 404, 'There is no such file.'))
  }
}

async function takeUpdate(
  request: IncomingMessage,
  response: ServerResponse,
  { gate, keep }: HttpOptions,
): Promise<void> {
  // A browser names the origin of every POST: who names none is no page of ours.
  const own = request.headers.origin === gate.origin && gate.hasCookie(request)
  if (!own) return refuse(response, 403, 'Only the editor may say what it remembers.')
  const { success, data } = lastUpdate.body.safeParse(await json(request).catch(() => undefined))
  if (!success) return refuse(response, 400, 'This is no update of what the editor remembers.')
  keep(data)
  response.writeHead(204).end()
}

async function answerPage(response: ServerResponse, { gate, editor, boot }: HttpOptions): Promise<void> {
  const [page, data] = await Promise.all([readFile(join(editor, 'index.html'), 'utf8'), boot()])
  // Inside a script element only `<` could end it early.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(gate.origin),
  })
  response.end(page.replace('<!--boot-->', () => `<script type="application/json" id="boot">${json}</script>`))
}

function contentSecurityPolicy(origin: string): string {
  const { host, port } = new URL(origin)
  return [
    `default-src 'none'`,
    `script-src 'self' 'wasm-unsafe-eval'`,
    `worker-src 'self' blob:`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob: http://localhost:${port}`,
    `font-src 'self' data: http://localhost:${port}`,
    `media-src 'self'`,
    `connect-src 'self' ws://${host} http://localhost:${port}`,
    `frame-src http://localhost:${port} http://*.localhost:${port}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

const wrongToken =
  'This page needs the key of its engine. Open the address that `caret` printed, or run `caret FOLDER` again to get one.'

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${reason}\n`)
}
