type Typed = Float32Array | Uint32Array | Uint16Array | Uint8Array

/** A typed array that grows. */
export interface Growing<T> {
  readonly length: number
  push(item: number): void
  items(): T
}

export function growing<T extends Typed>(kind: new (length: number) => T): Growing<T> {
  let items = new kind(1024)
  let length = 0
  return {
    get length() {
      return length
    },
    push: (item) => {
      if (length === items.length) {
        const larger = new kind(2 * length)
        larger.set(items)
        items = larger
      }
      items[length++] = item
    },
    items: () => items.subarray(0, length) as T,
  }
}
