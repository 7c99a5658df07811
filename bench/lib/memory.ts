/** Bytes in use, on the heap and beside it. */
export function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** For a figure that is not chance; needs `--expose-gc`. */
export function collectGarbage(): void {
  globalThis.gc?.()
}
