import { type Acceptance, checkpointsService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Pending } from './pending.ts'
import { untilAnswered } from './until-answered.ts'

/** Has the engine keep what is accepted, in order, so that it can be taken back later. An engine that is away gets it when it is back. */
export function recordAccepted(api: typeof vscode, engine: Engine, pending: Pending): void {
  const checkpoints = engine.use(checkpointsService)
  const record = async (accepted: Acceptance): Promise<void> => {
    try {
      await untilAnswered(() => checkpoints.record(accepted))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      void api.window.showWarningMessage(`What was accepted cannot be taken back later: ${reason}`)
    }
  }
  let last = Promise.resolve()
  pending.onAccept((accepted) => (last = last.then(() => record(accepted))))
}
