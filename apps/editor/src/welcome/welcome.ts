import { EditorInputCapabilities } from '@codingame/monaco-vscode-api/vscode/vs/workbench/common/editor'
import { ICommandService } from '@codingame/monaco-vscode-api/vscode/vs/platform/commands/common/commands.service'
import { IKeybindingService } from '@codingame/monaco-vscode-api/vscode/vs/platform/keybinding/common/keybinding.service'
import { IEditorService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/editor/common/editorService.service'
import { MenuId, MenuRegistry } from '@codingame/monaco-vscode-api/vscode/vs/platform/actions/common/actions'
import { getService, type IEditorGroup } from '@codingame/monaco-vscode-api/services'
import {
  registerEditorPane,
  registerEditorSerializer,
  SimpleEditorInput,
  SimpleEditorPane,
} from '@codingame/monaco-vscode-workbench-service-override'
import type * as vscode from 'vscode'
import { renderWelcome } from './page.ts'
import './welcome.css'

const typeId = 'caret.welcome'

class WelcomeInput extends SimpleEditorInput {
  override get typeId(): string {
    return typeId
  }

  constructor() {
    super()
    this.setName('Welcome')
    this.addCapability(EditorInputCapabilities.Singleton)
  }

  override matches(other: unknown): boolean {
    return other instanceof WelcomeInput
  }
}

/** Registers the welcome page. Call before the workbench starts, so that a reload finds the page again. */
export function registerWelcome(folder: string): void {
  class WelcomePane extends SimpleEditorPane {
    constructor(
      group: IEditorGroup,
      private readonly keybindings: IKeybindingService,
      private readonly commands: ICommandService,
    ) {
      super(typeId, group)
    }

    override initialize(): HTMLElement {
      return renderWelcome(
        folder,
        (command) => this.keybindings.lookupKeybinding(command)?.getLabel() ?? undefined,
        (command) => void this.commands.executeCommand(command),
      )
    }

    override async renderInput() {
      return { dispose: () => {} }
    }
  }
  // The workbench injects by these marks, which the decorator syntax would set.
  IKeybindingService(WelcomePane, '', 1)
  ICommandService(WelcomePane, '', 2)

  registerEditorPane(typeId, 'Welcome', WelcomePane, [WelcomeInput])
  registerEditorSerializer(
    typeId,
    class {
      canSerialize = () => true
      serialize = () => ''
      deserialize = () => new WelcomeInput()
    },
  )
}

/** Offers the page as a command, and shows it where nothing else is open. */
export async function offerWelcome(api: typeof vscode): Promise<void> {
  const editors = await getService(IEditorService)
  const show = () => editors.openEditor(new WelcomeInput(), { pinned: true })
  api.commands.registerCommand('caret.welcome', show)
  MenuRegistry.appendMenuItem(MenuId.MenubarHelpMenu, {
    group: '1_welcome',
    command: { id: 'caret.welcome', title: 'Welcome' },
    order: 1,
  })
  if (editors.count === 0) await show()
}
