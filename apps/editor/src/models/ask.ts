import type { LocalOffer, ModelProvider, ModelRole } from '@caret/protocol'
import type { IDialogService } from '@codingame/monaco-vscode-api/vscode/vs/platform/dialogs/common/dialogs.service'
import type {
  IQuickPickItem,
  QuickPickInput,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/quickinput/common/quickInput'
import type { IQuickInputService } from '@codingame/monaco-vscode-api/vscode/vs/platform/quickinput/common/quickInput.service'
import type { Settings } from './settings.ts'
import { bytes, nameServer } from './words.ts'

interface Choice extends IQuickPickItem {
  /** Missing for what is typed instead. */
  model?: string
  /** Leave it open. */
  open?: true
}

/** What the page asks in the workbench's own quick input. */
export interface Questions {
  /** Has another model chosen for a role. */
  chooseModel(role: ModelRole, providers: readonly ModelProvider[]): Promise<void>
  /** Which of a provider's models; undefined when the question is left. */
  modelOf(provider: ModelProvider): Promise<string | undefined>
  /** Adds a server; gives its name. */
  addServer(providers: readonly ModelProvider[]): Promise<string | undefined>
  /** Whether the server is to be forgotten. */
  removeServer(name: string): Promise<boolean>
  budget(current: number | undefined): Promise<void>
  /** Whether its licence is accepted, and it is to be got. */
  acceptLicence(offer: LocalOffer): Promise<boolean>
  /** Whether it, or what has come of it, is to be removed. */
  removeOffer(offer: LocalOffer): Promise<boolean>
}

export function questions(input: IQuickInputService, dialogs: IDialogService, settings: Settings): Questions {
  const typeModel = (value: string, isKnown: (provider: string) => boolean) =>
    input.input({
      title: 'Which model?',
      prompt: 'Its provider’s name and its own, such as openai/gpt-5.4-mini.',
      value,
      valueSelection: [value.length, value.length],
      validateInput: async (text) => {
        const at = text.indexOf('/')
        if (at < 1 || at === text.trim().length - 1) return 'Name it as provider/model.'
        return isKnown(text.slice(0, at)) ? undefined : `There is no provider ${text.slice(0, at)}.`
      },
    })

  return {
    async chooseModel(role, providers) {
      const [now] = settings.chosen(role)
      const choices: QuickPickInput<Choice>[] = [
        {
          label: 'Automatic',
          open: true,
          detail: 'Whoever has a key, then the models on this machine.',
          ...(!now && { description: 'now' }),
        },
      ]
      if (role === 'tab' || role === 'embedding')
        Object.assign(choices[0]!, { detail: 'Models on this machine only: it is asked by itself, all the time.' })
      for (const { name, label, models } of providers) {
        if (models.length === 0) continue
        choices.push({ type: 'separator', label })
        for (const own of models) {
          const model = `${name}/${own}`
          choices.push({ label: own, model, ...(model === now && { description: 'now' }) })
        }
      }
      choices.push({ type: 'separator' }, { label: 'Another Model…', detail: 'Named as provider/model.' })
      const active = choices.find((choice): choice is Choice => 'model' in choice && choice.model === now)
      const chosen = await input.pick(choices, {
        title: `Which model serves “${role}”?`,
        placeHolder: 'A model, or automatic',
        ...(now && active && { activeItem: active }),
      })
      if (!chosen) return
      const isKnown = (provider: string) => providers.some(({ name }) => name === provider)
      const model = chosen.open ? undefined : (chosen.model ?? (await typeModel(now ?? '', isKnown))?.trim())
      if (chosen.open || model) await settings.choose(role, model)
    },

    async modelOf({ name, label, models }) {
      if (models.length === 0) return (await typeModel(`${name}/`, (provider) => provider === name))?.trim()
      const [only] = models
      if (models.length === 1) return `${name}/${only}`
      const chosen = await input.pick(
        models.map((model) => ({ label: model })),
        { title: `Which model of ${label} is to answer?`, placeHolder: 'A model' },
      )
      return chosen && `${name}/${chosen.label}`
    },

    async addServer(providers) {
      const baseURL = (
        await input.input({
          title: 'Add a Server (1 of 2)',
          prompt: 'The base URL of a server that speaks OpenAI’s chat completions; it usually ends in /v1.',
          placeHolder: 'https://openrouter.ai/api/v1',
          ignoreFocusLost: true,
          validateInput: async (text) =>
            isHttp(text.trim()) ? undefined : 'An address that begins with https:// or http://.',
        })
      )?.trim()
      if (!baseURL) return undefined
      const name = (
        await input.input({
          title: 'Add a Server (2 of 2)',
          prompt: 'Its name, with which its models are named.',
          value: nameServer(baseURL),
          ignoreFocusLost: true,
          validateInput: async (text) => {
            if (!/^[\w.-]+$/.test(text.trim())) return 'A name of letters, digits, dots and dashes.'
            return providers.some(({ name }) => name === text.trim()) ? `${text.trim()} is there already.` : undefined
          },
        })
      )?.trim()
      if (name) await settings.addServer(name, baseURL)
      return name
    },

    async removeServer(name) {
      const { confirmed } = await dialogs.confirm({
        type: 'question',
        message: `Remove ${name}?`,
        detail: 'Its address is taken out of the settings, and its key, if one was entered, is forgotten.',
        primaryButton: 'Remove',
      })
      if (confirmed) await settings.removeServer(name)
      return confirmed
    },

    async acceptLicence({ label, licence, host, total }) {
      const { confirmed } = await dialogs.confirm({
        type: 'question',
        message: `Get ${label} under the licence ${licence.name}?`,
        detail: `Its text: ${licence.url}\n\n${bytes(total)} will come from ${host} and stay on this machine.`,
        primaryButton: 'Accept and Get',
      })
      return confirmed
    },

    async removeOffer({ label, state, received }) {
      const { confirmed } = await dialogs.confirm({
        type: 'question',
        message: state === 'there' ? `Remove ${label}?` : `Throw away what has come of ${label}?`,
        detail: `${bytes(received)} become free. It can be got again.`,
        primaryButton: state === 'there' ? 'Remove' : 'Throw Away',
      })
      return confirmed
    },

    async budget(current) {
      const text = await input.input({
        title: 'Budget of a Day',
        prompt: 'US dollars. Once they are spent, only models on this machine are asked. Empty for no budget.',
        value: current === undefined ? '' : String(current),
        placeHolder: 'No budget',
        validateInput: async (text) =>
          text.trim() === '' || Number(text) >= 0 ? undefined : 'A number of dollars, such as 5 or 2.50.',
      })
      if (text !== undefined) await settings.setBudget(text.trim() === '' ? undefined : Number(text))
    },
  }
}

const isHttp = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
