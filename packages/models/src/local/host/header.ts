import { open } from 'node:fs/promises'
import { ModelError } from '../../errors.ts'

const isVersion = (version: number) => version === 2 || version === 3
/** Tensors, and entries about them: no file has so many in earnest. */
const mostEntries = 1_000_000n

/**
 * Looks whether a file begins as GGUF does: its reader takes what stands there for counts, and reads on for minutes. Throws
 * `BadAnswer`.
 */
export async function checkHeader(path: string): Promise<void> {
  const bytes = Buffer.alloc(24)
  try {
    await using file = await open(path)
    await file.read(bytes, 0, bytes.length, 0)
  } catch (error) {
    throw notLoadable(path, (error as Error).message, error)
  }
  if (bytes.toString('latin1', 0, 4) !== 'GGUF') throw notLoadable(path, 'it is no GGUF file')
  const counts = [bytes.readBigUInt64LE(8), bytes.readBigUInt64LE(16)]
  if (!isVersion(bytes.readUInt32LE(4)) || counts.some((count) => count === 0n || count > mostEntries)) {
    throw notLoadable(path, 'its beginning is not that of a model')
  }
}

export function notLoadable(path: string, why: string, cause?: unknown): ModelError {
  const advice = 'It may be damaged, unfinished, or newer than Caret: get it again, or choose another.'
  return new ModelError('BadAnswer', `${path} cannot be loaded as a model (${why}). ${advice}`, { cause })
}
