import type * as vscode from 'vscode'

/** What Tab does where it would otherwise write into the text, but was meant for a suggestion. */
export const overshootCommand = 'caret.tab.overshoot'
export const overshootContext = 'caret.tab.overshooting'

/** In milliseconds. So soon after an accepted edit, Tab is meant for the next one, even if there is none. */
const grace = 400
/** So long may the next one take to come. */
const longest = 1_000

/**
 * Who goes along a chain of edits presses Tab faster than some of them come, and once more than there are: that writes no tabs
 * into the text.
 */
export interface Overshoot {
  /** An edit was accepted; the next one may come. */
  accepted(): void
  /** None comes, or it was dismissed. */
  ended(): void
}

export function catchOvershoot(api: typeof vscode): Overshoot {
  let pressedAt = 0
  let isAwaited = false
  let ending: ReturnType<typeof setTimeout> | undefined
  const set = (on: boolean) => void api.commands.executeCommand('setContext', overshootContext, on)
  const schedule = () => {
    if (ending === undefined) set(true)
    clearTimeout(ending)
    ending = setTimeout(
      () => {
        ending = undefined
        set(false)
      },
      pressedAt + (isAwaited ? longest : grace) - performance.now(),
    )
  }
  // Who holds the key down is still at it.
  api.commands.registerCommand(overshootCommand, () => {
    pressedAt = performance.now()
    schedule()
  })
  return {
    accepted: () => {
      pressedAt = performance.now()
      isAwaited = true
      schedule()
    },
    ended: () => {
      isAwaited = false
      if (ending !== undefined) schedule()
    },
  }
}
