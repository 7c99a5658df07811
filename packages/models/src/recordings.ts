import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JSONObject, LanguageModelV3CallOptions, LanguageModelV3StreamPart } from '@ai-sdk/provider'
import type { Tokens } from './prices.ts'
import type { Redactor } from './redact.ts'
import { dayOf } from './usage.ts'

/** A request and its answer, as kept for replay; without secrets. */
export interface Recording {
  version: 1
  /** ISO 8601. */
  time: string
  /** The model that answered, or the last that was asked. */
  model: string
  /** What was asked for: a role, or a model. */
  asked: string
  reason?: string
  /** What the caller gave along, such as the prompt's component, its version and its properties. */
  metadata?: JSONObject
  request: Omit<LanguageModelV3CallOptions, 'abortSignal' | 'headers' | 'includeRawChunks'>
  /** Deltas of the same text are joined. */
  parts: LanguageModelV3StreamPart[]
  usage?: Tokens
  cost?: number
  /** Milliseconds to the first part, and to the end. */
  firstMs?: number
  totalMs: number
  error?: { code: string; message: string }
}

/** Writes recordings as JSON lines, a file for each day, for the user alone. */
export class RecordingLog {
  #written: Promise<void> = Promise.resolve()

  constructor(
    private readonly folder: string,
    private readonly redactor: Redactor,
  ) {}

  add(recording: Recording): Promise<void> {
    const line = `${JSON.stringify(this.redactor.json(recording))}\n`
    const next = this.#written.then(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 })
      await appendFile(join(this.folder, `${dayOf(new Date(recording.time))}.jsonl`), line, { mode: 0o600 })
    })
    this.#written = next.catch(() => {})
    return next
  }

  settled(): Promise<void> {
    return this.#written
  }
}

/** The recordings of a file, the oldest first. Throws on a line that is none. */
export async function readRecordings(file: string): Promise<Recording[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, at) => {
    if (!line.trim()) return []
    const parsed = parseLine(line)
    if (parsed?.version !== 1) throw new Error(`Line ${at + 1} of ${file} is no recording.`)
    return [parsed]
  })
}

function parseLine(line: string): Recording | undefined {
  try {
    return JSON.parse(line) as Recording
  } catch {
    return undefined
  }
}
