import type { TabModel, TabSuggestion } from '@caret/protocol'
import type * as vscode from 'vscode'
import { tabContributions } from './contributions.ts'

const snoozeMs = 5 * 60_000

export interface TabStatus {
  enabled(document: vscode.TextDocument): boolean
  /** Says why the suggestion is there that is on the screen, or only marked; undefined when there is none. */
  show(suggestion: TabSuggestion | undefined, isMarked: boolean): void
  /** Says in the hover and the menu whether a model helps. */
  model(state: TabModel): void
}

/** The status bar item that says why there is a suggestion, and turns them off when asked. */
/** @param onSnooze what is suggested, or marked, is to be put away */
export function showTabStatus(api: typeof vscode, onSnooze: () => void): TabStatus {
  const item = api.window.createStatusBarItem('caret.tab', api.StatusBarAlignment.Right, 90)
  item.name = 'Caret Tab'
  item.command = 'caret.tab.menu'
  let reason: string | undefined
  let isMarked = false
  let model: TabModel = { state: 'none' }
  let snoozedUntil = 0
  let waking: ReturnType<typeof setTimeout> | undefined

  const settings = () => api.workspace.getConfiguration('caret.tab')
  const isQuiet = () => settings().get('quiet', false)
  const isOn = (language: string) => {
    const enabled = settings().get<Record<string, boolean>>('enabled', {})
    return enabled[language] ?? enabled['*'] ?? true
  }
  const language = () => api.window.activeTextEditor?.document.languageId
  const snoozing = () => Date.now() < snoozedUntil

  const update = () => {
    const here = language()
    const off = here !== undefined && !isOn(here)
    item.text = snoozing()
      ? '$(bell-slash) Tab'
      : off
        ? '$(circle-slash) Tab'
        : reason
          ? isMarked
            ? '$(sparkle-filled) Tab: hold Alt'
            : `$(sparkle) Tab: ${reason}`
          : '$(sparkle) Tab'
    const hover = snoozing()
      ? 'Suggestions are snoozed. Click for more.'
      : off
        ? `Suggestions are turned off in ${here}. Click for more.`
        : reason
          ? isMarked
            ? `There is a suggestion that ${reason}. Hold Alt to see it.`
            : `This suggestion ${reason}. Tab accepts, Escape dismisses.`
          : 'Caret suggests your next edit: Tab accepts it, or jumps to it. Click for more.'
    item.tooltip = [hover, ...sayModel(model)].join('\n')
  }

  const snooze = (ms: number) => {
    snoozedUntil = Date.now() + ms
    clearTimeout(waking)
    waking = setTimeout(update, ms)
    onSnooze()
    update()
  }
  const toggle = async (key: string) => {
    const enabled = settings().get<Record<string, boolean>>('enabled', {})
    await settings().update('enabled', { ...enabled, [key]: !isOn(key) }, api.ConfigurationTarget.Global)
    update()
  }
  const chooseEagerness = async () => {
    const { enum: values, enumDescriptions } = tabContributions.configuration.properties['caret.tab.eagerness']
    const current = settings().get('eagerness', 'medium')
    const choices = values.map((label, index) => ({
      label,
      detail: enumDescriptions[index]!,
      ...(label === current && { description: 'now' }),
    }))
    const chosen = await api.window.showQuickPick(choices, { title: 'How likely must a suggestion be?' })
    if (chosen) await settings().update('eagerness', chosen.label, api.ConfigurationTarget.Global)
  }
  const menu = async () => {
    const here = language()
    const choices = [
      snoozing()
        ? { label: '$(bell) Wake Up', run: async () => snooze(0) }
        : { label: '$(bell-slash) Snooze for Five Minutes', run: async () => snooze(snoozeMs) },
      ...(here
        ? [
            {
              label: `${isOn(here) ? '$(circle-slash) Turn Off' : '$(check) Turn On'} in ${here}`,
              run: () => toggle(here),
            },
          ]
        : []),
      {
        label: isQuiet() ? '$(eye) Show Suggestions by Themselves' : '$(eye-closed) Only Mark Suggestions',
        run: async () => settings().update('quiet', !isQuiet(), api.ConfigurationTarget.Global),
      },
      ...sayModel(model).map((said) => ({
        label: model.state === 'away' ? '$(warning) Model is away…' : '$(chip) Model…',
        detail: said,
        run: async () => void (await api.commands.executeCommand('caret.models')),
      })),
      {
        label: '$(settings) Eagerness…',
        description: settings().get('eagerness', 'medium'),
        run: chooseEagerness,
      },
      {
        label: '$(gear) Settings',
        run: async () => void (await api.commands.executeCommand('workbench.action.openSettings', 'caret.tab')),
      },
    ]
    const chosen = await api.window.showQuickPick(choices, { title: 'Caret Tab' })
    await chosen?.run()
  }

  api.commands.registerCommand('caret.tab.menu', menu)
  api.commands.registerCommand('caret.tab.snooze', () => snooze(snoozeMs))
  api.commands.registerCommand('caret.tab.toggle', () => toggle('*'))
  api.window.onDidChangeActiveTextEditor(update)
  api.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('caret.tab')) update()
  })
  update()
  item.show()
  return {
    enabled: (document) => !snoozing() && isOn(document.languageId),
    show: (suggestion, onlyMarked) => {
      reason = suggestion?.reason
      isMarked = onlyMarked
      update()
    },
    model: (state) => {
      model = state
      update()
    },
  }
}

function sayModel({ state, model = '', why = '' }: TabModel): string[] {
  if (state === 'none') return []
  return [state === 'away' ? `Tab: model is away. ${why}` : `Tab asks ${model}.`]
}
