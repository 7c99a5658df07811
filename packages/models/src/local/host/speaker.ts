/** Makes text of tokens as they come. */
export interface Speaker {
  /** The text that is certain after these tokens, and whether one of the stops has come. */
  push(tokens: readonly number[]): { text: string; stopped: boolean }
  /** What was held back, at the end. */
  end(): string
}

/** Tokens may end within a character; no character has more bytes than this. */
const mostPending = 4
const unfinished = '\ufffd'

/**
 * @param detokenize the text of tokens that come after others
 * @param stops texts at which it ends; they are not said, so whatever may become one is held back
 */
export function createSpeaker(
  detokenize: (tokens: readonly number[], after: readonly number[]) => string,
  stops: readonly string[],
): Speaker {
  const said: number[] = []
  let pending: number[] = []
  let held = ''

  function read(): string {
    if (pending.length === 0) return ''
    const text = detokenize(pending, said.slice(-mostPending))
    if (text.endsWith(unfinished) && pending.length < mostPending) return ''
    said.push(...pending)
    pending = []
    return text
  }

  return {
    push(tokens) {
      for (const token of tokens) {
        pending.push(token)
        held += read()
      }
      const stop = Math.min(...stops.map((stop) => held.indexOf(stop)).filter((at) => at >= 0))
      if (stop !== Infinity) {
        const text = held.slice(0, stop)
        held = ''
        pending = []
        return { text, stopped: true }
      }
      const keep = Math.max(0, ...stops.map((stop) => overlap(held, stop)))
      const text = held.slice(0, held.length - keep)
      held = held.slice(held.length - keep)
      return { text, stopped: false }
    },
    end() {
      const rest = pending.length > 0 ? detokenize(pending, said.slice(-mostPending)) : ''
      return held + rest
    },
  }
}

/** The length of the longest end of `text` with which `stop` begins. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length
  }
  return 0
}
