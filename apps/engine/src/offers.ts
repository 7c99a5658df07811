import { EventEmitter, once } from 'node:events'
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
  const changes = new EventEmitter()
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  using _ = offers.onChange(() => changes.emit('change'))
  while (!signal.aborted) {
    const changed = once(changes, 'change')
    send(await offers.list())
    await sleep(apart, undefined, { signal }).catch(() => {})
    await Promise.race([changed, ended])
  }
  return {}
}
