const key = 'caret.page'

/**
 * A name for this page that stays the same when it is reloaded, and that no other living page has: a duplicated tab, which
 * starts with a copy of the session's storage, finds the name's lock taken and gets another.
 */
export async function pageName(): Promise<string> {
  const kept = sessionStorage.getItem(key)
  if (kept && (await claim(kept))) return kept
  const name = crypto.randomUUID()
  sessionStorage.setItem(key, name)
  await claim(name)
  return name
}

/** What a page that was just left may take to let go. */
const patienceMs = 1_000

/** Holds the lock of `name` until the page is gone. */
function claim(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const hold = () => {
      resolve(true)
      return new Promise<never>(() => {})
    }
    navigator.locks
      .request(`${key}.${name}`, { signal: AbortSignal.timeout(patienceMs) }, hold)
      .catch(() => resolve(false))
  })
}
