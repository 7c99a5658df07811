import { editsOf, hunksOf } from '@caret/text'
import type * as vscode from 'vscode'
import { uriOf } from '../document-name.ts'
import type { Proposals } from '../proposals.ts'

/** The texts of documents, by what they are called; undefined for a file that is not there. */
export interface Texts {
  read(path: string): Promise<string | undefined>
  /** Makes one text of the other in the editor, as one step to undo; gives whether the workbench did. */
  write(path: string, from: string | undefined, to: string | undefined): Promise<boolean>
}

export function textsOf(api: typeof vscode, proposals: Proposals): Texts {
  return {
    async read(path) {
      try {
        return (await api.workspace.openTextDocument(uriOf(api, path))).getText()
      } catch {
        return undefined
      }
    },
    async write(path, from, to) {
      if (from === to) return true
      const uri = uriOf(api, path)
      const edit = new api.WorkspaceEdit()
      if (to === undefined) edit.deleteFile(uri, { ignoreIfNotExists: true })
      else if (from === undefined) edit.createFile(uri, { contents: new TextEncoder().encode(to), overwrite: false })
      else {
        const document = await api.workspace.openTextDocument(uri)
        for (const { offset, remove, insert } of editsOf(from, to, hunksOf({ path, before: from, after: to }))) {
          const range = new api.Range(document.positionAt(offset), document.positionAt(offset + remove))
          edit.replace(uri, range, insert)
        }
      }
      proposals.writing.add(path)
      try {
        return await api.workspace.applyEdit(edit)
      } finally {
        proposals.writing.delete(path)
      }
    },
  }
}
