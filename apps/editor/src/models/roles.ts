import type { ModelProvider, ModelRole, RoleModels } from '@caret/protocol'
import { element, icon, setText, show } from '../dom.ts'
import type { Questions } from './ask.ts'
import { button, section } from './controls.ts'
import { followList, type Row } from '../rows.ts'
import { testResult } from './test-result.ts'
import type { Known, Models } from './watch.ts'

const uses: Record<ModelRole, string> = {
  fast: 'Short questions, titles, small edits',
  smart: 'Most questions, reviews, errands',
  thinking: 'Hard questions, changes of many files',
  apply: 'Writes a sketched change into its file',
  tab: 'Suggests your next edit as you type',
  embedding: 'Makes code searchable by meaning',
}
const order = Object.keys(uses) as ModelRole[]

/** Who could serve what nobody serves yet: the engine's own words would repeat themselves from role to role. */
const without: Partial<Record<ModelRole, string>> = {
  tab: 'A coder model on this machine serves it, or one that you choose.',
  embedding: 'An embedding model on this machine serves it, or one that you choose.',
}

/** The roles: which model serves each, why, another choice, and a test. */
export function rolesSection(models: Models, questions: Questions): Row<Known> {
  const list = element('ul', 'caret-models-rows')
  const follow = followList(
    list,
    ({ role }: RoleModels) => role,
    ({ role }) => roleRow(role, models, questions),
  )
  return {
    element: section('roles', 'Roles', list),
    update: ({ roles }) => follow.update(order.flatMap((role) => roles?.find((served) => served.role === role) ?? [])),
  }
}

function roleRow(role: ModelRole, models: Models, questions: Questions): Row<RoleModels> {
  const model = element('span', 'caret-models-chosen')
  const choose = button('', 'dropdown', () => void change())
  choose.append(model, icon('chevron-down'))
  choose.ariaHasPopup = 'listbox'
  const test = button('Test', 'quiet', () => void models.test(role, role), `Test the model that serves ${role}`)
  const why = element('div', 'caret-models-detail')
  const result = testResult(why)
  const row = element(
    'li',
    'caret-models-row is-role',
    element(
      'div',
      'caret-models-body',
      element('div', 'caret-models-head', element('span', 'caret-models-name', role)),
      element('div', 'caret-models-detail', uses[role]),
    ),
    element('div', 'caret-models-body', choose, why, result.element),
    element('div', 'caret-models-actions', test),
  )
  row.dataset.role = role

  async function change(): Promise<void> {
    await questions.chooseModel(role, models.known.providers ?? [])
    choose.focus()
  }

  return {
    element: row,
    update(served) {
      const [first] = served.models
      setText(model, first ?? 'No model')
      choose.classList.toggle('is-empty', first === undefined)
      choose.ariaLabel = `Model that serves ${role}: ${first ?? 'none'}`
      setText(why, reasonOf(served, models.known.providers ?? []))
      why.classList.toggle('is-problem', served.set && served.problem !== undefined)
      result.update(models.known.tests.get(role), first)
      // Who makes vectors says nothing.
      show(test, role !== 'embedding' && first !== undefined)
    },
  }
}

/** Why that model, in one line. */
export function reasonOf(served: RoleModels, providers: readonly ModelProvider[]): string {
  const [first, ...others] = served.models
  if (served.set && served.problem) return served.problem
  if (first === undefined)
    return without[served.role] ?? 'Whoever you enter a key for serves it, or a model on this machine.'
  const provider = providers.find(({ name }) => first.startsWith(`${name}/`))
  const why = served.set
    ? 'Your choice'
    : provider?.local
      ? `${provider.label} runs on this machine`
      : provider?.key === 'not needed'
        ? `${first.split('/')[0]} is in your settings`
        : `${provider?.label ?? first} has a key`
  return others.length > 0 ? `${why}. When it is down: ${others.join(', then ')}.` : `${why}.`
}
