import { createWriteStream } from 'node:fs'

/** Writes into a file, closed with what it is used in; into nothing without a path. */
export function writer(path: string | undefined) {
  const stream = path === undefined ? undefined : createWriteStream(path)
  return {
    write: (text: string) => void stream?.write(text),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => (stream ? stream.end(() => resolve()) : resolve())),
  }
}
