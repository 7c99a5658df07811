import { getService, type IEditorGroup } from '@codingame/monaco-vscode-api/services'
import { Codicon } from '@codingame/monaco-vscode-api/vscode/vs/base/common/codicons'
import { IEditorService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/editor/common/editorService.service'
import {
  registerEditorPane,
  registerEditorSerializer,
  SimpleEditorInput,
  SimpleEditorPane,
} from '@codingame/monaco-vscode-workbench-service-override'
import { type PromptSource, promptsService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { choosePrompt } from './choose.ts'
import { type PromptPage, promptPage } from './page.ts'
import './prompts.css'

const typeId = 'caret.prompt'
/** UTF-16 units; a larger recording is not opened again after a reload. */
const mostKept = 200_000

class PromptInput extends SimpleEditorInput {
  override get typeId(): string {
    return typeId
  }

  constructor(
    readonly source: PromptSource,
    readonly label: string,
  ) {
    super()
    this.setName(`Prompt: ${label}`)
  }

  override getIcon() {
    return Codicon.listTree
  }

  override matches(other: unknown): boolean {
    return other instanceof PromptInput && JSON.stringify(other.source) === JSON.stringify(this.source)
  }
}

/** Registers the view of a prompt. Call before the workbench starts, so that a reload finds it again. */
export function registerPrompts(engine: Engine): void {
  const prompts = engine.use(promptsService)

  class PromptPane extends SimpleEditorPane {
    #page: PromptPage | undefined
    #source: PromptSource | undefined
    #rendering: AbortController | undefined

    constructor(group: IEditorGroup) {
      super(typeId, group)
    }

    override initialize(): HTMLElement {
      this.#page = promptPage((budget) => void this.#render(budget))
      return this.#page.element
    }

    override async renderInput(input: unknown) {
      this.#source = (input as PromptInput).source
      await this.#render()
      return { dispose: () => this.#rendering?.abort() }
    }

    /** Of several budgets in a row, the last one counts. */
    async #render(budget?: number): Promise<void> {
      this.#rendering?.abort()
      const { signal } = (this.#rendering = new AbortController())
      const asked = { source: this.#source!, ...(budget !== undefined && { budget }) }
      try {
        const preview = await prompts.render(asked, signal)
        if (!signal.aborted) this.#page?.show(preview)
      } catch (error) {
        if (!signal.aborted) this.#page?.fail((error as Error).message)
      }
    }
  }

  registerEditorPane(typeId, 'Prompt', PromptPane, [PromptInput])
  registerEditorSerializer(
    typeId,
    class {
      canSerialize = (input: unknown) => input instanceof PromptInput && JSON.stringify(input.source).length <= mostKept
      serialize = (input: unknown) => {
        const { source, label } = input as PromptInput
        return JSON.stringify({ source, label })
      }
      deserialize = (_: unknown, kept: string) => {
        const { source, label } = JSON.parse(kept) as Pick<PromptInput, 'source' | 'label'>
        return new PromptInput(source, label)
      }
    },
  )
}

/** Offers to look at a prompt that was sent, or at a recorded one. */
export function offerPrompts(api: typeof vscode, engine: Engine): void {
  const prompts = engine.use(promptsService)
  api.commands.registerCommand('caret.previewPrompt', async () => {
    const chosen = await choosePrompt(api, prompts)
    if (!chosen) return
    const editors = await getService(IEditorService)
    await editors.openEditor(new PromptInput(chosen.source, chosen.label), { pinned: true })
  })
}
