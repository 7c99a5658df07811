/**
 * One JSON-RPC message as one WebSocket frame.
 *
 * A message without bytes is a text frame of plain JSON. A message that holds `Uint8Array`s is a binary frame, so that
 * file contents travel as they are, without base64:
 *
 *     u32 length of the JSON | JSON, with each array replaced by {"$bytes": its length} | the arrays, in order
 *
 * All integers are little-endian.
 */
export type Frame = string | Uint8Array

const marker = '$bytes'

export function encodeFrame(message: unknown): Frame {
  const arrays: Uint8Array[] = []
  // Not by a replacer: `JSON.stringify` asks a `Buffer` for its own JSON first, an array of millions of numbers.
  const json = JSON.stringify(liftArrays(message, arrays))
  if (arrays.length === 0) return json

  const head = new TextEncoder().encode(json)
  const frame = new Uint8Array(arrays.reduce((size, array) => size + array.byteLength, 4 + head.byteLength))
  new DataView(frame.buffer).setUint32(0, head.byteLength, true)
  frame.set(head, 4)
  let offset = 4 + head.byteLength
  for (const array of arrays) {
    frame.set(array, offset)
    offset += array.byteLength
  }
  return frame
}

/** Throws a `SyntaxError` for a frame that `encodeFrame` cannot have made. */
export function decodeFrame(frame: Frame): unknown {
  if (typeof frame === 'string') return JSON.parse(frame)
  if (frame.byteLength < 4) throw new SyntaxError('A binary frame is shorter than its header.')
  const headLength = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true)
  if (4 + headLength > frame.byteLength) throw new SyntaxError('A binary frame is shorter than its JSON.')
  let offset = 4 + headLength
  const message = JSON.parse(new TextDecoder().decode(frame.subarray(4, offset)), (_key, value) => {
    const length: unknown = value?.[marker]
    if (typeof length !== 'number') return value
    if (offset + length > frame.byteLength) throw new SyntaxError('A binary frame is shorter than its contents.')
    offset += length
    return frame.subarray(offset - length, offset)
  })
  return message
}

/** The same value with its arrays of bytes moved to `arrays`; what holds none is not copied. */
function liftArrays(value: unknown, arrays: Uint8Array[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) {
    arrays.push(value)
    return { [marker]: value.byteLength }
  }
  if (Array.isArray(value)) {
    const lifted = value.map((inner) => liftArrays(inner, arrays))
    return lifted.some((inner, index) => inner !== value[index]) ? lifted : value
  }
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key]
    const lifted = liftArrays(inner, arrays)
    if (lifted !== inner) (copy ??= { ...value })[key] = lifted
  }
  return copy ?? value
}
