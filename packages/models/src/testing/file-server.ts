import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server of files on loopback, which answers as it is told. Disposing it cuts whoever still listens. */
export interface FileServer extends AsyncDisposable {
  /** `http://127.0.0.1:…`. */
  origin: string
  /** The next answers, each for one request; the last one stays. */
  answers: Answer[]
  /** What was asked for so far: the `range` of each request. */
  ranges: (string | undefined)[]
}

export async function startFileServer(): Promise<FileServer> {
  const server = createServer((request, response) => {
    files.ranges.push(request.headers.range)
    const answer = files.answers.length > 1 ? files.answers.shift()! : files.answers[0]!
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const files: FileServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers: [],
    ranges: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
  return files
}

interface Giving {
  /** Only so many bytes of what was asked for; then the connection is cut. */
  cut?: number
  /** In place of a cut nothing more comes. */
  stall?: boolean
  /** Whether it knows of ranges. */
  ranged?: boolean
}

/** Gives what is asked of `bytes`. */
export const give =
  (bytes: Uint8Array, { cut = Infinity, stall = false, ranged = true }: Giving = {}): Answer =>
  (request, response) => {
    const start = ranged ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0
    if (start >= bytes.length) return void response.writeHead(416).end()
    const head = {
      'content-length': bytes.length - start,
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    }
    response.writeHead(start > 0 ? 206 : 200, head)
    const sent = bytes.subarray(start, start + cut)
    if (start + cut >= bytes.length) response.end(sent)
    else response.write(sent, () => stall || setTimeout(() => response.destroy(), 20))
  }
