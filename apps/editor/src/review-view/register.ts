import { getService, type IEditorGroup, IMarkerService, IStorageService } from '@codingame/monaco-vscode-api/services'
import { Codicon } from '@codingame/monaco-vscode-api/vscode/vs/base/common/codicons'
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import { IDiffProviderFactoryService } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/widget/diffEditor/diffProviderFactoryService.service'
import { ITextResourceConfigurationService } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/services/textResourceConfiguration.service'
import { IConfigurationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configuration.service'
import { IContextKeyService } from '@codingame/monaco-vscode-api/vscode/vs/platform/contextkey/common/contextkey.service'
import { IInstantiationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/instantiation'
import { ServiceCollection } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/serviceCollection'
import { ICommandService } from '@codingame/monaco-vscode-api/vscode/vs/platform/commands/common/commands.service'
import { IKeybindingService } from '@codingame/monaco-vscode-api/vscode/vs/platform/keybinding/common/keybinding.service'
import { INotificationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/notification/common/notification.service'
import { IEditorService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/editor/common/editorService.service'
import { ITextFileService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/textfile/common/textfiles.service'
import {
  EditorPane,
  registerEditorPane,
  registerEditorSerializer,
  SimpleEditorInput,
} from '@codingame/monaco-vscode-workbench-service-override'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Diagnose } from '../languages/register.ts'
import type { Pending } from '../review/pending.ts'
import { withoutEmptyLines } from './diff-provider.ts'
import { diffOptions } from './options.ts'
import { rememberPlaces } from './places.ts'
import { keyOf, nameOf, type Subject } from './subject.ts'
import type { ReviewView } from './view.ts'

const typeId = 'caret.review'

export class ReviewInput extends SimpleEditorInput {
  override get typeId(): string {
    return typeId
  }

  constructor(
    readonly subject: Subject,
    public label = nameOf(subject),
  ) {
    super()
    this.setName(label)
  }

  /** The change set has a title. */
  called(title: string): void {
    const name = nameOf(this.subject, title)
    if (name === this.label) return
    this.label = name
    this.setName(name)
  }

  override getIcon() {
    return Codicon.checklist
  }

  override matches(other: unknown): boolean {
    return other instanceof ReviewInput && keyOf(other.subject) === keyOf(this.subject)
  }
}

/** What there is once the workbench has started. */
export interface Opened {
  api: typeof vscode
  pending: Pending
  diagnose: Diagnose
}

/** Registers the view of a review. Call before the workbench starts, so that a reload finds it again. */
export function registerReviewView(engine: Engine, opened: Promise<Opened>): void {
  class ReviewPane extends EditorPane {
    readonly #shown = this._register(new DisposableStore())
    #root: HTMLElement | undefined
    view: ReviewView | undefined

    constructor(
      group: IEditorGroup,
      private readonly instantiation: IInstantiationService,
      private readonly contextKeys: IContextKeyService,
      private readonly configuration: IConfigurationService,
      private readonly resources: ITextResourceConfigurationService,
      private readonly commands: ICommandService,
      private readonly keybindings: IKeybindingService,
      private readonly notifications: INotificationService,
      private readonly editors: IEditorService,
    ) {
      super(typeId, group)
    }

    protected override createEditor(parent: HTMLElement): void {
      this.#root = document.createElement('div')
      this.#root.className = 'caret-guide-pane'
      this.#root.tabIndex = -1
      parent.append(this.#root)
    }

    override async setInput(...args: Parameters<EditorPane['setInput']>): Promise<void> {
      await super.setInput(...args)
      const [input, , , token] = args
      const [{ api, pending, diagnose }, { ReviewView }, markers, files, storage, diffs] = await Promise.all([
        opened,
        import('./view.ts'),
        getService(IMarkerService),
        getService(ITextFileService),
        getService(IStorageService),
        getService(IDiffProviderFactoryService),
      ])
      if (token.isCancellationRequested) return
      this.#shown.clear()
      const { subject } = input as ReviewInput
      const keys = this.#shown.add(this.contextKeys.createScoped(this.#root!))
      keys.createKey('caret.reviewing', true)
      keys.createKey('caret.reviewing.pending', subject.kind === 'pending')
      keys.createKey('caret.reviewing.workingTree', subject.kind === 'workingTree')
      const services = new ServiceCollection(
        [IContextKeyService, keys],
        [IDiffProviderFactoryService, withoutEmptyLines(diffs)],
      )
      const scoped = this.instantiation.createChild(services, this.#shown)
      const view = this.#shown.add(
        new ReviewView({
          ...{ api, diagnose, engine, subject, pending, markers, instantiation: scoped },
          options: (path) => diffOptions(this.resources, path),
          run: (command) => void this.commands.executeCommand(command),
          keyOf: (command) => this.keybindings.lookupKeybinding(command, keys)?.getLabel() ?? undefined,
          openFile: (resource, line) =>
            void this.editors.openEditor({
              resource,
              options: { selection: { startLineNumber: line + 1, startColumn: 1 }, pinned: true },
            }),
          save: (uri) => files.save(uri),
          place: rememberPlaces(storage, keyOf(subject)),
          onTitle: (title) => (input as ReviewInput).called(title),
          fail: (error) => this.notifications.error(error as Error),
        }),
      )
      const hadFocus = this.#root!.contains(document.activeElement)
      this.#root!.replaceChildren(view.element)
      this.view = view
      if (hadFocus) view.focus()
      this.#shown.add(
        this.configuration.onDidChangeConfiguration((event) => {
          const affects = ['editor', 'diffEditor', 'caret.review'].some((name) => event.affectsConfiguration(name))
          if (affects) view.configure()
        }),
      )
    }

    override clearInput(): void {
      this.#shown.clear()
      this.view = undefined
      super.clearInput()
    }

    protected override setEditorVisible(visible: boolean): void {
      super.setEditorVisible(visible)
      this.view?.show(visible)
    }

    override focus(): void {
      super.focus()
      if (this.view) this.view.focus()
      else this.#root?.focus()
    }

    override layout({ width, height }: { width: number; height: number }): void {
      if (!this.#root) return
      this.#root.style.width = `${width}px`
      this.#root.style.height = `${height}px`
    }
  }
  // The workbench injects by these marks, which the decorator syntax would set.
  const services = [
    ...[IInstantiationService, IContextKeyService, IConfigurationService, ITextResourceConfigurationService],
    ...[ICommandService, IKeybindingService, INotificationService, IEditorService],
  ]
  for (const [index, service] of services.entries()) service(ReviewPane, '', index + 1)

  registerEditorPane(typeId, 'Review', ReviewPane, [ReviewInput])
  registerEditorSerializer(
    typeId,
    class {
      canSerialize = (input: unknown) => input instanceof ReviewInput
      serialize = (input: unknown) => {
        const { subject, label } = input as ReviewInput
        return JSON.stringify({ subject, label })
      }
      deserialize = (_: unknown, kept: string) => {
        const { subject, label } = JSON.parse(kept) as Pick<ReviewInput, 'subject' | 'label'>
        return new ReviewInput(subject, label)
      }
    },
  )
}

/** The review that the user is in. */
export async function activeView(): Promise<ReviewView | undefined> {
  const editors = await getService(IEditorService)
  const pane = editors.activeEditorPane
  return pane?.getId() === typeId ? (pane as typeof pane & { view?: ReviewView }).view : undefined
}
