import { modelsService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'

interface Choice extends vscode.QuickPickItem {
  /** A role, or `provider/model`; undefined has the router choose. */
  model?: string
}

/** The roles that instructions may take. */
const offered = new Set<string>(['fast', 'smart', 'thinking'])

/** Asks which model is to answer; undefined when the question is left. */
export async function pickModel(api: typeof vscode, engine: Engine): Promise<Choice | undefined> {
  const models = engine.use(modelsService)
  const choices = async (): Promise<Choice[]> => {
    const [roles, known] = await Promise.all([models.roles({}), models.providers({})])
    // Hosted ones list their models when they are looked at.
    const providers = await Promise.all(
      known.map(async (provider) =>
        provider.state === 'ready' && provider.models.length === 0
          ? await models.check({ provider: provider.name }).catch(() => provider)
          : provider,
      ),
    )
    const separator = (label: string) => ({ label, kind: api.QuickPickItemKind.Separator })
    return [
      { label: 'Automatic', detail: 'By the instruction, how much there is to see, and what failed before.' },
      separator('roles'),
      ...roles.flatMap(({ role, models: [first] }) =>
        first !== undefined && offered.has(role) ? [{ label: role, description: first, model: role }] : [],
      ),
      ...providers.flatMap(({ name, label, models: own }) =>
        own.length === 0
          ? []
          : [separator(label), ...own.map((model) => ({ label: model, model: `${name}/${model}` }))],
      ),
    ]
  }
  return api.window.showQuickPick(choices(), {
    matchOnDescription: true,
    title: 'Which model is to answer?',
    placeHolder: 'A model, or automatic',
  })
}

/** Whether some model would answer. */
export async function hasModel(engine: Engine): Promise<boolean> {
  const roles = await engine.use(modelsService).roles({})
  return roles.some(({ role, models, problem }) => offered.has(role) && models.length > 0 && !problem)
}
