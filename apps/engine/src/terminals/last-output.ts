import { closeSync, constants, openSync } from 'node:fs'
import type { IPty } from '@lydell/node-pty'

/** What `@lydell/node-pty` 1.1 does not declare. */
interface Internals {
  ptsName?: string
  _socket?: { destroy(): unknown }
}

/** So long nothing must come before the output counts as complete. */
const silenceMs = 20

/**
 * Keeps the last output of a process from being lost.
 *
 * A pseudoterminal hangs up when its last process ends; its reader then stops at once, though Linux may hand over the
 * rest a moment later, and drops what waits while it is paused. So the engine holds the terminal open, and lets go when
 * the process has ended and its output has been read.
 *
 * @param isPaused whether reading waits for a reader that is behind
 * @returns what must be told of each piece of output
 */
export function keepLastOutput(pty: IPty, isPaused: () => boolean): () => void {
  const { ptsName, _socket: socket } = pty as unknown as Internals
  if (!ptsName || !socket) return () => {}
  let held: number
  try {
    held = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY)
  } catch {
    // It has ended already, or such files are hidden here.
    return () => {}
  }
  let heard = 0
  const destroy = socket.destroy.bind(socket)
  // Called a fifth of a second after the process has ended, since nothing else ends the stream.
  socket.destroy = () => {
    socket.destroy = destroy
    const wait = (before: number) => {
      if (isPaused() || heard !== before) {
        setTimeout(wait, silenceMs, heard)
        return
      }
      closeSync(held)
      destroy()
    }
    wait(heard - 1)
    return socket
  }
  return () => void heard++
}
