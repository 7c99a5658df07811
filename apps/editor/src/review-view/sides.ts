import type { FileChange } from '@caret/text'
import { getService, ILanguageService, IModelService, ITextModelService } from '@codingame/monaco-vscode-api'
import { DisposableStore, type IDisposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { TokenizationRegistry } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/languages'
import type { ITextModel } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model'
import type { TextModel } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model/textModel'

/** Texts of a review that are in no file have URIs of this scheme, with the file's path, so that languages fit. */
export const reviewScheme = 'caret-review'

/** Both texts of a file as the diff editor shows them. */
export interface Sides extends IDisposable {
  readonly original: ITextModel
  readonly modified: ITextModel
  /** Whether the text after the change is the file itself. */
  readonly isFile: boolean
  /** The change is another one now. A file's own text is not touched. */
  update(change: FileChange): void
}

let opened = 0

/** @param isLive whether the file's text in the editor is what the change leads to */
export async function openSides(change: FileChange, root: string, isLive: boolean): Promise<Sides> {
  const [models, languages, texts] = await Promise.all([
    getService(IModelService),
    getService(ILanguageService),
    getService(ITextModelService),
  ])
  const owned = new DisposableStore()
  const path = change.to ?? change.path
  // The same file may be shown twice, here and in another page.
  const number = ++opened
  const textOf = (side: 'before' | 'after') => {
    const uri = URI.file(`${root}/${path}`).with({ scheme: reviewScheme, query: `${side}-${number}` })
    const text = change[side] ?? ''
    const language = languages.createByFilepathOrFirstLine(uri, text.slice(0, 200))
    return owned.add(models.createModel(text, language, uri))
  }
  const file = isLive && change.after !== undefined ? await modelOf(texts, URI.file(`${root}/${path}`)) : undefined
  if (file) owned.add(file)
  const original = textOf('before')
  const modified = file?.model ?? textOf('after')
  return {
    original,
    modified,
    isFile: file !== undefined,
    update: ({ before = '', after = '' }) => {
      models.updateModel(original, before)
      if (!file) models.updateModel(modified, after)
    },
    dispose: () => owned.dispose(),
  }
}

/** So many lines are coloured ahead. */
const mostColoured = 4_000

/** The unified view draws old lines once, with the colours that they have by then. */
export async function colourOld({ original }: Sides, lines: number): Promise<void> {
  await TokenizationRegistry.getOrCreate(original.getLanguageId())
  const last = Math.min(lines, mostColoured, original.getLineCount())
  if (last > 0 && !original.isDisposed()) (original as TextModel).tokenization.forceTokenization(last)
}

/** Undefined where the workbench does not open it as text: then there is still the review's own. */
async function modelOf(texts: ITextModelService, uri: URI): Promise<(IDisposable & { model: ITextModel }) | undefined> {
  try {
    const reference = await texts.createModelReference(uri)
    return { model: reference.object.textEditorModel, dispose: () => reference.dispose() }
  } catch {
    return undefined
  }
}
