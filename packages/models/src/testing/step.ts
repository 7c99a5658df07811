/** One thing that a scripted answer does, whatever the wire format. */
export type Step =
  /** With the logarithm of its probability, where completions tell that. */
  | { text: string; logProb?: number }
  | { reasoning: string }
  /** A tool call whose JSON arrives in these pieces. */
  | { tool: { id: string; name: string; input: string[] } }
  /** Nothing for so many milliseconds. */
  | { wait: number }
  /** Bytes as they are, malformed ones too. */
  | { raw: string }
  /** An error in the middle of the stream, as the provider writes it. */
  | { error: { type: string; message: string } }
  /** Nothing more, and the socket stays open. */
  | 'stall'
  /** The socket is torn off. */
  | 'cut'
  /** The body ends without the closing events. */
  | 'end'

export interface FakeUsage {
  input: number
  output: number
  cacheRead?: number
  cacheWrite?: number
  reasoning?: number
}

/** What the server says to one request: a stream of steps, or a plain response. */
export type Answer =
  | { steps: readonly Step[]; usage?: FakeUsage }
  | { status: number; headers?: Record<string, string>; body?: string }

/** Words become one step each: `words('a b')` streams `a ` and `b`. */
export const words = (text: string): Step[] => (text.match(/\S+\s*/g) ?? []).map((word) => ({ text: word }))
