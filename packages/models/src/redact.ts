/** Takes secrets out of text and of JSON values. */
export interface Redactor {
  text(text: string): string
  /** A copy; its keys stay as they are. */
  json<T>(value: T): T
}

const mark = '[redacted]'

/** What looks like a key even if nobody entered it here, such as one in a file that became part of a prompt. */
const shapes =
  /\b(?:sk-[A-Za-z0-9_-]{16,}|AIza[\w-]{30,}|gsk_\w{20,}|xai-\w{20,}|hf_\w{20,}|gh[pousr]_\w{30,}|AKIA[A-Z0-9]{16})|(?<=\b[Bb]earer )[\w.~+/-]{16,}=*/g

/** A secret as it stands within JSON within a string. */
const inJson = (secret: string) => JSON.stringify(secret).slice(1, -1)

/** `secrets` are the keys known at the time. Short ones are left alone: they would take ordinary words out. */
export function createRedactor(secrets: () => Iterable<string>): Redactor {
  const text = (original: string) => {
    let clean = original
    // The longest first: one may be the beginning of another.
    const known = [...secrets()].filter(({ length }) => length >= 6).flatMap((secret) => [secret, inJson(secret)])
    known.sort((a, b) => b.length - a.length)
    for (const secret of known) clean = clean.replaceAll(secret, mark)
    return clean.replace(shapes, mark)
  }
  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(json)
    if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`
    if (value instanceof URL) return text(value.href)
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, json(inner)]))
    }
    return value
  }
  return { text, json: <T>(value: T) => json(value) as T }
}
