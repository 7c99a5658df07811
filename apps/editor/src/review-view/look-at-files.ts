import type { Review } from '@caret/protocol'
import { getService, ITextModelService } from '@codingame/monaco-vscode-api'
import type { IDisposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type * as vscode from 'vscode'
import type { Diagnose } from '../languages/register.ts'

/** So many files of a review are looked at, the first ones to read. */
const most = 60

/**
 * Has language servers look at the files of a review that are open nowhere else, so that what is wrong in them is known
 * before one comes to them. What they say is shown as any problem is, until this is disposed.
 */
export class LookAtFiles implements IDisposable {
  readonly #found: vscode.DiagnosticCollection
  readonly #held = new Map<string, IDisposable>()
  readonly #tabs: vscode.Disposable
  #looking: AbortController | undefined
  #isDisposed = false

  constructor(
    private readonly api: typeof vscode,
    private readonly diagnose: Diagnose,
  ) {
    this.#found = api.languages.createDiagnosticCollection('caret.review')
    // What a tab shows is asked about anyway.
    this.#tabs = api.window.tabGroups.onDidChangeTabs(() => {
      for (const uri of this.#inTabs()) this.#found.delete(api.Uri.parse(uri))
    })
  }

  /** Looks at the files as they are now; of several calls in a row the last one counts. */
  async look({ root, changeSet, guide }: Review): Promise<void> {
    this.#looking?.abort()
    const { signal } = (this.#looking = new AbortController())
    const there = new Set(changeSet.files.flatMap(({ path, to, after }) => (after === undefined ? [] : [to ?? path])))
    const paths = [...new Set(guide.hunks.map(({ path }) => path))].filter((path) => there.has(path)).slice(0, most)
    const files = new Map(paths.map((path) => [URI.file(`${root}/${path}`).toString(), path]))
    for (const [uri, held] of this.#held) {
      if (files.has(uri)) continue
      held.dispose()
      this.#held.delete(uri)
      this.#found.delete(this.api.Uri.parse(uri))
    }
    for (const uri of files.keys()) {
      await this.#hold(uri, signal)
      if (signal.aborted) return
    }
    await Promise.all([...files.keys()].map((uri) => this.#ask(uri, signal)))
  }

  dispose(): void {
    this.#isDisposed = true
    this.#looking?.abort()
    this.#tabs.dispose()
    this.#found.dispose()
    for (const held of this.#held.values()) held.dispose()
  }

  async #hold(uri: string, signal: AbortSignal): Promise<void> {
    if (this.#held.has(uri)) return
    const texts = await getService(ITextModelService)
    // What is no text has no problems either.
    const reference = await texts.createModelReference(URI.parse(uri)).catch(() => undefined)
    if (!reference) return
    if (this.#isDisposed || this.#held.has(uri) || signal.aborted) reference.dispose()
    else this.#held.set(uri, reference)
  }

  async #ask(uri: string, signal: AbortSignal): Promise<void> {
    if (!this.#held.has(uri) || this.#inTabs().has(uri)) return
    const document = await this.api.workspace.openTextDocument(this.api.Uri.parse(uri))
    // A server that fails has said so in the status.
    const found = await this.diagnose(document, signal).catch(() => [])
    if (!signal.aborted && !this.#inTabs().has(uri)) this.#found.set(document.uri, found)
  }

  #inTabs(): Set<string> {
    const inputs = this.api.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input))
    const { TabInputText, TabInputTextDiff } = this.api
    return new Set(
      inputs.flatMap((input) => {
        if (input instanceof TabInputText) return [input.uri.toString()]
        return input instanceof TabInputTextDiff ? [input.modified.toString()] : []
      }),
    )
  }
}
