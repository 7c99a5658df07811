import { normalizePath } from './paths.ts'
import type { Buffers } from './workspace.ts'

export function createBuffers(): Buffers {
  const texts = new Map<string, string>()
  const listeners = new Set<(path: string) => void>()
  const tell = (path: string) => {
    for (const listener of [...listeners]) listener(path)
  }
  return {
    get: (path) => texts.get(normalizePath(path)),
    set(path, text) {
      const key = normalizePath(path)
      texts.set(key, text)
      tell(key)
    },
    delete(path) {
      const key = normalizePath(path)
      if (texts.delete(key)) tell(key)
    },
    paths: () => [...texts.keys()],
    onChange(listener) {
      // A wrapper of its own, so that the same function may listen twice and leave once.
      const own = (path: string) => listener(path)
      listeners.add(own)
      return { [Symbol.dispose]: () => void listeners.delete(own) }
    },
  }
}
