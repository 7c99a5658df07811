import { type AppliedSketch, applyService } from '@caret/protocol'
import type * as vscode from 'vscode'
import { documentName } from '../document-name.ts'
import type { Engine } from '../engine.ts'
import type { Pending } from './pending.ts'

/** Puts an answer that was copied from elsewhere into the file in the editor, to be reviewed there. */
export function offerClipboard(api: typeof vscode, engine: Engine, pending: Pending): void {
  const apply = applyIn(engine)
  api.commands.registerCommand('caret.apply.clipboard', async () => {
    const document = api.window.activeTextEditor?.document
    const path = document && documentName(document.uri)
    if (!document || path === undefined)
      return api.window.showInformationMessage('Open the file that the clipboard is to be applied to.')
    const sketch = await api.env.clipboard.readText()
    if (sketch.trim() === '') return api.window.showInformationMessage('The clipboard has no text.')
    const { version } = document
    const before = document.getText()
    const result = await merged(api, apply, { path, original: before, sketch })
    if (!result) return undefined
    if (result.kind === 'declined') {
      const { start, end } = result.region
      const lines = end - start > 1 ? `lines ${start + 1} to ${end}` : `line ${start + 1}`
      const where = end - start < document.lineCount - 1 ? ` It is about ${lines}.` : ''
      return api.window.showWarningMessage(`The clipboard was not applied: ${result.reason}${where}`)
    }
    if (document.version !== version) {
      return api.window.showWarningMessage('The file has changed meanwhile. Apply the clipboard again.')
    }
    const left = leftOf(result)
    if (left !== '') void api.window.showWarningMessage(left)
    if (result.text === before && left === '')
      return api.window.showInformationMessage('The file has all of this already.')
    if (result.text === before) return undefined
    await pending.propose({
      id: crypto.randomUUID(),
      title: titleOf(result),
      origin: { kind: 'chat', detail: result.model ?? 'clipboard' },
      files: [{ path, before, after: result.text }],
    })
    return api.commands.executeCommand('caret.review.nextHere')
  })
}

/** The reviewer is told of what could be otherwise: that a model wrote it, and which lines the clipboard has otherwise. */
function titleOf({ model, slips = [] }: Extract<AppliedSketch, { kind: 'applied' }>): string {
  const kept = slips.length > 0 ? `; line ${slips.map((line) => line + 1).join(', ')} kept as it is` : ''
  return `From the clipboard${model === undefined ? '' : `, put in by ${model}`}${kept}`
}

/** What a patch asks for besides, and is left to the user: an editor shows one file. */
export function leftOf({ fate, others = [] }: Extract<AppliedSketch, { kind: 'applied' }>): string {
  const deed =
    fate?.kind === 'deleted'
      ? 'The clipboard deletes this file; here, only its lines go.'
      : fate?.kind === 'renamed'
        ? `The clipboard renames this file to ${fate.to}; that was not done.`
        : ''
  const rest =
    others.length > 0 ? `The clipboard is about other files, too: ${others.join(', ')}. Apply it in each of them.` : ''
  return [deed, rest].filter(Boolean).join(' ')
}

type ApplyClient = ReturnType<typeof applyIn>

const applyIn = (engine: Engine) => engine.use(applyService)

/** What comes of a sketch; undefined if the user has cancelled it. What takes longer, because a model writes, is shown and can be stopped. */
async function merged(
  api: typeof vscode,
  apply: ApplyClient,
  input: { path: string; original: string; sketch: string },
): Promise<AppliedSketch | undefined> {
  const stop = new AbortController()
  let said: string | undefined
  let tell = (message: string) => {
    said = message
  }
  const merging = apply
    .merge(
      input,
      (part) => {
        if (part.type === 'start') tell(`${part.model} is asked where it is not certain.`)
        else if (part.type === 'wait') tell(part.why)
        else tell(`${part.text.split('\n').length} lines`)
      },
      stop.signal,
    )
    .catch((error: unknown) => {
      if (stop.signal.aborted) return undefined
      void api.window.showErrorMessage(
        `The clipboard was not applied: ${error instanceof Error ? error.message : String(error)}`,
      )
      return undefined
    })
  const isDone = await Promise.race([merging.then(() => true), delay(soon, false)])
  if (isDone) return merging
  const options = {
    location: api.ProgressLocation.Notification,
    title: 'Applying the clipboard',
    cancellable: true,
  }
  return api.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => stop.abort())
    tell = (message) => progress.report({ message })
    if (said !== undefined) tell(said)
    return merging
  })
}

/** Milliseconds for which nobody needs to be told that something is done. */
const soon = 300
const delay = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(resolve, ms, value))
