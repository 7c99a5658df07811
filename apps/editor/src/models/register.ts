import { getService, type IEditorGroup } from '@codingame/monaco-vscode-api/services'
import { Codicon } from '@codingame/monaco-vscode-api/vscode/vs/base/common/codicons'
import { MenuId, MenuRegistry } from '@codingame/monaco-vscode-api/vscode/vs/platform/actions/common/actions'
import { ICommandService } from '@codingame/monaco-vscode-api/vscode/vs/platform/commands/common/commands.service'
import { IConfigurationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configuration.service'
import { IDialogService } from '@codingame/monaco-vscode-api/vscode/vs/platform/dialogs/common/dialogs.service'
import { IQuickInputService } from '@codingame/monaco-vscode-api/vscode/vs/platform/quickinput/common/quickInput.service'
import { EditorInputCapabilities } from '@codingame/monaco-vscode-api/vscode/vs/workbench/common/editor'
import { IEditorService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/editor/common/editorService.service'
import {
  registerEditorPane,
  registerEditorSerializer,
  SimpleEditorInput,
  SimpleEditorPane,
} from '@codingame/monaco-vscode-workbench-service-override'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { questions } from './ask.ts'
import './models.css'
import { type ModelsPage, modelsPage } from './page.ts'
import { settingsOf } from './settings.ts'
import { watchModels } from './watch.ts'

const typeId = 'caret.models'

class ModelsInput extends SimpleEditorInput {
  override get typeId(): string {
    return typeId
  }

  constructor() {
    super()
    this.setName('Models')
    this.addCapability(EditorInputCapabilities.Singleton)
  }

  override getIcon() {
    return Codicon.chip
  }

  override matches(other: unknown): boolean {
    return other instanceof ModelsInput
  }
}

/** Registers the page of models. Call before the workbench starts, so that a reload finds the page again. */
export function registerModels(engine: Engine): void {
  const models = watchModels(engine)
  const keptIn = keysFile(engine.info)

  class ModelsPane extends SimpleEditorPane {
    #page: ModelsPage | undefined

    constructor(
      group: IEditorGroup,
      private readonly configuration: IConfigurationService,
      private readonly quickInput: IQuickInputService,
      private readonly dialogs: IDialogService,
      private readonly commands: ICommandService,
    ) {
      super(typeId, group)
    }

    override initialize(): HTMLElement {
      const settings = settingsOf(this.configuration)
      const openSettings = () => void this.commands.executeCommand('workbench.action.openSettings', 'caret.models')
      this.#page = modelsPage(
        models,
        questions(this.quickInput, this.dialogs, settings),
        settings,
        keptIn,
        openSettings,
      )
      return this.#page.element
    }

    override async renderInput() {
      const update = () => this.#page?.update()
      const watching = models.watch(update)
      const listening = this.configuration.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('caret.models')) void models.refresh()
      })
      // To reach a control by Tab scrolls the page past the workbench's own scroll bar.
      const scanned = () => this.scrollbar?.scanDomNode()
      this.wrapper.addEventListener('scroll', scanned)
      update()
      return {
        dispose: () => {
          watching[Symbol.dispose]()
          listening.dispose()
          this.wrapper.removeEventListener('scroll', scanned)
        },
      }
    }
  }
  // The workbench injects by these marks, which the decorator syntax would set.
  for (const [index, service] of [IConfigurationService, IQuickInputService, IDialogService, ICommandService].entries())
    service(ModelsPane, '', index + 1)

  registerEditorPane(typeId, 'Models', ModelsPane, [ModelsInput])
  registerEditorSerializer(
    typeId,
    class {
      canSerialize = () => true
      serialize = () => ''
      deserialize = () => new ModelsInput()
    },
  )
}

/** Offers the page as a command, and beside the settings. */
export function offerModels(api: typeof vscode): void {
  api.commands.registerCommand('caret.models', async () => {
    const editors = await getService(IEditorService)
    await editors.openEditor(new ModelsInput(), { pinned: true })
  })
  MenuRegistry.appendMenuItem(MenuId.GlobalActivity, {
    group: '2_configuration',
    command: { id: 'caret.models', title: 'Models' },
    // Between the settings and the extensions.
    order: 2.5,
  })
}

/** As the user would write it. Keys lie beside the user's own files, which pages may read. */
function keysFile({ userData, home }: Engine['info']): string {
  const file = userData.replace(/[^\\/]+[\\/]?$/, 'models/keys.json')
  return file.startsWith(home) ? `~${file.slice(home.length)}` : file
}
