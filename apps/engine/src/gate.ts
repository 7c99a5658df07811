import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Decides who may speak to the engine. Three things must hold at once:
 *
 * - the `Host` header names the address we listen on, so that a foreign name that was rebound to it is refused;
 * - the `Origin`, where a browser sends one, is the editor's own;
 * - the request carries the token: once in the URL that the user was given, from then on in a cookie.
 */
export interface Gate {
  /** The editor's origin, such as `http://127.0.0.1:4321`. */
  origin: string
  /** Whether the request reached us under `origin`'s host. */
  isEditor(request: IncomingMessage): boolean
  /** Whether the request is for untrusted content (webviews, extensions): any name under `localhost`, which is another
   * site than `127.0.0.1`, so the cookie never goes there. */
  isContent(request: IncomingMessage): boolean
  /** Whether `Origin` is absent or the editor's. */
  hasOwnOrigin(request: IncomingMessage): boolean
  hasCookie(request: IncomingMessage): boolean
  isToken(candidate: string): boolean
  /** The value of a `Set-Cookie` header. */
  cookie: string
}

export function createGate(port: number, token: string): Gate {
  const origin = `http://127.0.0.1:${port}`
  const host = `127.0.0.1:${port}`
  const contentHost = new RegExp(`^([a-z0-9-]+\\.)?localhost:${port}$`)
  // Cookies do not tell ports apart: the name does.
  const name = `caret-${port}`
  const isToken = (candidate: string) => timingSafeEqual(digest(candidate), digest(token))
  return {
    origin,
    isEditor: (request) => request.headers.host === host,
    isContent: (request) => contentHost.test(request.headers.host ?? ''),
    hasOwnOrigin: (request) => request.headers.origin === undefined || request.headers.origin === origin,
    hasCookie: (request) => isToken(readCookie(request, name) ?? ''),
    isToken,
    cookie: `${name}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000`,
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name) return value
  }
  return undefined
}
