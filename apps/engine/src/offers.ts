import { setTimeout as sleep } from 'node:timers/promises'
import type { LocalOffers } from '@caret/models'
import type { LocalOffers as Listed } from '@caret/protocol'

/** Milliseconds between two lists, however fast a download is. */
const apart = 250

/** Sends what can be got, now and after each change, until `signal` aborts. */
export async function tellOffers(
  offers: Pick<LocalOffers, 'list' | 'onChange'>,
  send: (listed: Listed) => void,
  signal: AbortSignal,
): Promise<Record<string, never>> {
  let due = true
  let wake = () => {}
  const change = () => {
    due = true
    wake()
  }
  using _ = offers.onChange(change)
  signal.addEventListener('abort', change)
  while (!signal.aborted) {
    due = false
    send(await offers.list())
    await sleep(apart, undefined, { signal }).catch(() => {})
    while (!due && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
  }
  return {}
}
