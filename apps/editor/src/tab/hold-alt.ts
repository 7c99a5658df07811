/** Alt for shorter than this is on the way to another key. */
const momentMs = 200

export interface Hold {
  /** Whether holding Alt would mean anything now. */
  wanted(): boolean
  start(): void
  end(): void
}

/** Tells when Alt, and nothing else, is held for a moment, and when it is let go. */
export function holdAlt(target: EventTarget, hold: Hold): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let held = false

  const stopWaiting = () => {
    clearTimeout(waiting)
    waiting = undefined
  }
  const letGo = () => {
    stopWaiting()
    if (!held) return false
    held = false
    hold.end()
    return true
  }
  const listen = (type: string, listener: (event: KeyboardEvent) => void) =>
    target.addEventListener(type, listener as (event: Event) => void, { capture: true })

  listen('keydown', ({ key, repeat, ctrlKey, shiftKey, metaKey }) => {
    if (key === 'Alt' && repeat) return
    stopWaiting()
    if (key !== 'Alt' || ctrlKey || shiftKey || metaKey || !hold.wanted()) return
    waiting = setTimeout(() => {
      held = true
      hold.start()
    }, momentMs)
  })
  listen('keyup', (event) => {
    // A browser would go to its menu.
    if (event.key === 'Alt' && letGo()) event.preventDefault()
  })
  listen('mousedown', stopWaiting)
  listen('blur', (event) => {
    if (event.target === target) letGo()
  })
}
