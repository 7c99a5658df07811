import type { Client, PromptSource, promptsService } from '@caret/protocol'
import type * as vscode from 'vscode'

interface Choice extends vscode.QuickPickItem {
  choose?(): Promise<Chosen | undefined>
}

export interface Chosen {
  source: PromptSource
  label: string
}

/** Asks which prompt to look at: one that was sent, the open file, or another one. */
export async function choosePrompt(
  api: typeof vscode,
  prompts: Client<(typeof promptsService)['methods']>,
): Promise<Chosen | undefined> {
  const recorded = await prompts.recorded({})
  const document = api.window.activeTextEditor?.document
  const sent = recorded.map(({ id, prompt, time, tokens, budget }): Choice => {
    const at = new Date(time).toLocaleTimeString()
    return {
      label: prompt,
      description: `${tokens.toLocaleString('en-US')} of ${budget.toLocaleString('en-US')} tokens, at ${at}`,
      choose: async () => ({ source: { id }, label: `${prompt}, ${at}` }),
    }
  })
  const files: Choice[] = [
    ...(document?.languageId.startsWith('json')
      ? [
          {
            label: `$(json) ${nameOf(document.uri)}`,
            description: 'the open file',
            choose: async () => ({ source: { recording: document.getText() }, label: nameOf(document.uri) }),
          },
        ]
      : []),
    { label: '$(folder-opened) Choose a Recording…', choose: () => chooseFile(api) },
  ]
  const separator = (label: string): Choice => ({ label, kind: api.QuickPickItemKind.Separator })
  const choices = [
    separator('files'),
    ...files,
    ...(sent.length > 0 ? [separator('sent in this session'), ...sent] : []),
  ]
  const placeHolder =
    sent.length > 0
      ? 'Which prompt?'
      : 'No prompt was sent since the engine started; a recording is what `caret prompt render` reads.'
  const chosen = await api.window.showQuickPick(choices, { title: 'Preview Prompt', placeHolder })
  return chosen?.choose?.()
}

async function chooseFile(api: typeof vscode): Promise<Chosen | undefined> {
  const [uri] = (await api.window.showOpenDialog({ title: 'A Recorded Prompt', filters: { JSON: ['json'] } })) ?? []
  if (!uri) return undefined
  const bytes = await api.workspace.fs.readFile(uri)
  return { source: { recording: new TextDecoder().decode(bytes) }, label: nameOf(uri) }
}

const nameOf = ({ path }: vscode.Uri) => path.slice(path.lastIndexOf('/') + 1)
