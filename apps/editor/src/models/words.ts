const tokensOf = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const dayName = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
const dayMs = 24 * 60 * 60_000

/** `950`, `12.3K`. */
export const tokens = (count: number): string => tokensOf.format(count)

/** `$0.42`, `$0.0042`, `<$0.0001`. */
export function dollars(amount: number): string {
  if (amount === 0 || amount >= 0.01) return `$${amount.toFixed(2)}`
  return amount < 0.0001 ? '<$0.0001' : `$${amount.toFixed(4)}`
}

/**
 * What requests cost of which some have no known price: `$0.42`, `$0.42 + unknown`, `unknown`.
 * @param unpriced requests without a known price
 */
export function cost(known: number, unpriced: number, requests: number): string {
  if (unpriced === 0) return dollars(known)
  return unpriced >= requests ? 'unknown' : `${dollars(known)} + unknown`
}

/** `420 ms`, `1.3 s`. */
export const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

/** The local dates (`2026-11-26`) of `today` and the days before it, the newest first. */
export function lastDays(today: Date, many: number): string[] {
  const date = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())
  return Array.from({ length: many }, (_, ago) => new Date(date - ago * dayMs).toISOString().slice(0, 10))
}

/** `Today`, `Yesterday`, `Tue, Nov 24`. */
export function nameDay(day: string, ago: number): string {
  return ['Today', 'Yesterday'][ago] ?? dayName.format(new Date(`${day}T00:00:00Z`))
}

/** A name for a server by its address: `openrouter` for `https://openrouter.ai/api/v1`. */
export function nameServer(baseURL: string): string {
  const { hostname } = new URL(baseURL)
  if (/^[\d.]+$|^\[|^localhost$/.test(hostname)) return 'server'
  const [name = ''] = hostname.replace(/^(?:www|api)\./, '').split('.')
  return name
}

/** The end of a long line is cut off. */
export const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text

/** `639 MB`, `1.6 GB`: as disks are sold, in powers of ten. */
export function bytes(count: number): string {
  if (count < 1e6) return `${Math.ceil(count / 1e3)} kB`
  if (count < 999.5e6) return `${Math.round(count / 1e6)} MB`
  return `${(count / 1e9).toFixed(count < 9.95e9 ? 1 : 0).replace(/\.0$/, '')} GB`
}

/** `40 s left`, `3 min left`, `1 h 20 min left`; nothing where no end is in sight. */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return ''
  if (seconds < 55) return `${Math.max(1, Math.ceil(seconds / 5) * 5)} s left`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`
}
