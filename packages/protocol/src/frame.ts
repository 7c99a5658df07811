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
  const json = JSON.stringify(message, function (this: Record<string, unknown>, key, value) {
    // Buffer.toJSON has already run on `value`; the holder still has the original.
    const original = this[key]
    if (!(original instanceof Uint8Array)) return value
    arrays.push(original)
    return { [marker]: original.byteLength }
  })
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
