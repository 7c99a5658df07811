import { writeFileSync } from 'node:fs'

export interface TinyModel {
  /** Tokens that it takes at once. */
  context?: number
  layers?: number
  width?: number
  /** Whether it has tokens to fill in the middle with. */
  infill?: boolean
  /** Of its random weights. */
  seed?: number
  /** How large the weights are: the larger, the less alike its guesses. */
  scale?: number
}

/**
 * Writes a model in GGUF: llama architecture, a token for each byte and each usual character, random weights. It says nothing
 * sensible, always the same, and is computed by the real code. It says usual characters only, so that its text has the tokens that
 * it was made of.
 */
export function writeTinyModel(file: string, model: TinyModel = {}): void {
  const { context = 512, layers = 2, width = 64, infill = true, seed = 42, scale = 1 } = model
  const { tokens, types } = vocabulary(infill)
  const heads = 4
  const keyHeads = 2
  const inner = width * 2
  const keyWidth = (width / heads) * keyHeads
  const special = infill ? ['bos', 'eos', 'fim_pre', 'fim_suf', 'fim_mid', 'eot'] : ['bos', 'eos']
  const metadata = [
    entry('general.architecture', string('llama')),
    entry('general.name', string('tiny')),
    entry('llama.context_length', u32(context)),
    entry('llama.embedding_length', u32(width)),
    entry('llama.block_count', u32(layers)),
    entry('llama.feed_forward_length', u32(inner)),
    entry('llama.attention.head_count', u32(heads)),
    entry('llama.attention.head_count_kv', u32(keyHeads)),
    entry('llama.attention.layer_norm_rms_epsilon', f32(1e-5)),
    entry('llama.rope.dimension_count', u32(width / heads)),
    entry('llama.vocab_size', u32(tokens.length)),
    entry('tokenizer.ggml.model', string('llama')),
    entry('tokenizer.ggml.tokens', array(tokens.map(string))),
    entry('tokenizer.ggml.scores', array(tokens.map((_, at) => f32(-at)))),
    entry('tokenizer.ggml.token_type', array(types.map(i32))),
    entry('tokenizer.ggml.unknown_token_id', u32(0)),
    entry('tokenizer.ggml.add_space_prefix', bool(false)),
    ...special.map((name, at) => entry(`tokenizer.ggml.${name}_token_id`, u32(at + 1))),
  ]
  const random = randomFrom(seed)
  const matrix = (name: string, rows: number, columns: number, used = (_column: number) => true): Tensor => ({
    name: `${name}.weight`,
    shape: [rows, columns],
    data: Float32Array.from({ length: rows * columns }, (_, at) =>
      used(Math.floor(at / rows)) ? random() * scale * Math.sqrt(3 / rows) : 0,
    ),
  })
  const norm = (name: string): Tensor => ({
    name: `${name}.weight`,
    shape: [width],
    data: new Float32Array(width).fill(1),
  })
  const layer = (at: number) => [
    norm(`blk.${at}.attn_norm`),
    matrix(`blk.${at}.attn_q`, width, width),
    matrix(`blk.${at}.attn_k`, width, keyWidth),
    matrix(`blk.${at}.attn_v`, width, keyWidth),
    matrix(`blk.${at}.attn_output`, width, width),
    norm(`blk.${at}.ffn_norm`),
    matrix(`blk.${at}.ffn_gate`, width, inner),
    matrix(`blk.${at}.ffn_up`, width, inner),
    matrix(`blk.${at}.ffn_down`, inner, width),
  ]
  const tensors = [
    matrix('token_embd', width, tokens.length),
    ...Array.from({ length: layers }, (_, at) => layer(at)).flat(),
    norm('output_norm'),
    matrix('output', width, tokens.length, (token) => types[token] === normal),
  ]
  writeFileSync(file, gguf(metadata, tensors))
}

const normal = 1
const unknown = 2
const control = 3
const byte = 6

function vocabulary(infill: boolean): { tokens: string[]; types: number[] } {
  // llama.cpp knows the tokens for filling in by their texts, too.
  const fill = ['prefix', 'suffix', 'middle'].map((name) => (infill ? `<fim_${name}>` : `<spare_${name}>`))
  const special = ['<unk>', '<s>', '</s>', ...fill, '<eot>']
  const bytes = Array.from({ length: 256 }, (_, at) => `<0x${at.toString(16).toUpperCase().padStart(2, '0')}>`)
  const usual = '▁\netaoinshrdlucmfwypvbgkjqxzETAOINSHRDLUCMFWYPVBGKJQXZ0123456789(){}[];:,.=<>+-*/&|!?"\'_#@$%^~\\`'
  const kinds: [string[], number][] = [
    [special.slice(0, 1), unknown],
    [special.slice(1), control],
    [bytes, byte],
    [usual.split(''), normal],
  ]
  return {
    tokens: kinds.flatMap(([texts]) => texts),
    types: kinds.flatMap(([texts, type]) => texts.map(() => type)),
  }
}

/** From -1 to 1, the same for the same seed (a linear congruential generator). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 32) * 2 - 1
  }
}

/** A value of GGUF, with the number of its type. */
interface Value {
  type: number
  bytes: Buffer
}

interface Tensor {
  name: string
  shape: number[]
  data: Float32Array
}

const alignment = 32
const padded = (length: number) => Math.ceil(length / alignment) * alignment

/** A file as the format describes it: version 3, little endian, all tensors as 32-bit floats. */
function gguf(metadata: Buffer[], tensors: Tensor[]): Buffer {
  const infos: Buffer[] = []
  let offset = 0
  for (const { name, shape, data } of tensors) {
    const dimensions = [u32(shape.length).bytes, ...shape.map((size) => u64(size))]
    infos.push(string(name).bytes, ...dimensions, u32(0).bytes, u64(offset))
    offset += padded(data.byteLength)
  }
  const counts = [Buffer.from('GGUF'), u32(3).bytes, u64(tensors.length), u64(metadata.length)]
  const head = Buffer.concat([...counts, ...metadata, ...infos])
  const file = Buffer.alloc(padded(head.length) + offset)
  head.copy(file)
  let at = padded(head.length)
  for (const { data } of tensors) {
    Buffer.from(data.buffer).copy(file, at)
    at += padded(data.byteLength)
  }
  return file
}

const entry = (key: string, { type, bytes }: Value) => Buffer.concat([string(key).bytes, u32(type).bytes, bytes])

function number(type: number, size: number, write: (bytes: Buffer) => void): Value {
  const bytes = Buffer.alloc(size)
  write(bytes)
  return { type, bytes }
}
const u32 = (value: number) => number(4, 4, (bytes) => bytes.writeUInt32LE(value))
const i32 = (value: number) => number(5, 4, (bytes) => bytes.writeInt32LE(value))
const f32 = (value: number) => number(6, 4, (bytes) => bytes.writeFloatLE(value))
const bool = (value: boolean) => number(7, 1, (bytes) => bytes.writeUInt8(Number(value)))

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function string(text: string): Value {
  const bytes = Buffer.from(text)
  return { type: 8, bytes: Buffer.concat([u64(bytes.length), bytes]) }
}

function array(values: Value[]): Value {
  const head = [u32(values[0]!.type).bytes, u64(values.length)]
  return { type: 9, bytes: Buffer.concat([...head, ...values.map(({ bytes }) => bytes)]) }
}
