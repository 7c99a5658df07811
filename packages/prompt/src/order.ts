/**
 * The indices of `keys`, the highest key first; of equal keys the lowest `minor` first, then as they stand. Linear: by one byte after
 * the other, those that are the same in all left out (LSD radix sort, Knuth, The Art of Computer Programming 5.2.5). No key is NaN.
 */
export function orderOf(keys: Float64Array, minor: Uint8Array): Uint32Array {
  const bytes = descendingBytes(keys)
  let order = new Uint32Array(keys.length)
  for (let at = 0; at < order.length; at++) order[at] = at
  let other = new Uint32Array(keys.length)
  const starts = new Uint32Array(257)
  const pass = (digits: Uint8Array, stride: number, offset: number) => {
    starts.fill(0)
    for (let at = offset; at < digits.length; at += stride) starts[digits[at]! + 1]!++
    if (starts[digits[offset]! + 1] === order.length) return
    for (let digit = 1; digit < 257; digit++) starts[digit]! += starts[digit - 1]!
    for (const index of order) other[starts[digits[index * stride + offset]!]!++] = index
    ;[order, other] = [other, order]
  }
  if (order.length < 2) return order
  pass(minor, 1, 0)
  for (let byte = 0; byte < 8; byte++) pass(bytes, 8, byte)
  return order
}

/** Of each key eight bytes, the least significant first; as a number they are the smaller, the higher the key is. */
function descendingBytes(keys: Float64Array): Uint8Array {
  const numbers = new Float64Array(keys.length)
  const words = new Uint32Array(numbers.buffer)
  // The two zeros are equal.
  for (let at = 0; at < keys.length; at++) numbers[at] = keys[at]! + 0
  for (let at = 1; at < words.length; at += 2) {
    // Bits of positive numbers grow with them, bits of negative ones the other way.
    if (words[at]! >>> 31 === 0) {
      words[at] = ~words[at]! & 0x7fffffff
      words[at - 1] = ~words[at - 1]!
    }
  }
  return new Uint8Array(words.buffer)
}
