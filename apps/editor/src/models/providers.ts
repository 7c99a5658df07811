import type { ModelProvider } from '@caret/protocol'
import { element, icon, setIcon, setText, show } from '../dom.ts'
import type { Questions } from './ask.ts'
import { button, section } from './controls.ts'
import { followList, type Row } from '../rows.ts'
import { type KeyForm, keyForm } from './key-form.ts'
import type { Settings } from './settings.ts'
import { standingOf } from './status.ts'
import { testResult } from './test-result.ts'
import type { Known, Models } from './watch.ts'

export interface ProvidersSection extends Row<Known> {
  /** Opens the form for a provider's key. */
  enterKey(provider: string): void
}

/** The providers: how each is, its key, and a test; and servers of the user's own. */
export function providersSection(
  models: Models,
  questions: Questions,
  settings: Settings,
  keptIn: string,
): ProvidersSection {
  const list = element('ul', 'caret-models-rows')
  const rows = followList(
    list,
    ({ name }: ModelProvider) => name,
    (first) => providerRow(first, models, questions, settings, keptIn, () => addButton.focus()),
  )
  const add = async () => {
    const name = await questions.addServer(models.known.providers ?? [])
    if (!name) return addButton.focus()
    await models.refresh()
    rows.row(name)?.focus()
  }
  const addButton = button('Add a Server…', 'secondary', () => void add())
  const foot = element(
    'div',
    'caret-models-foot',
    addButton,
    element('span', 'caret-models-quiet', 'Any that speaks OpenAI’s chat completions.'),
  )
  return {
    element: section('providers', 'Providers', list, foot),
    update: ({ providers }) => rows.update(providers ?? []),
    enterKey: (provider) => rows.row(provider)?.enterKey(),
  }
}

interface ProviderRow extends Row<ModelProvider> {
  enterKey(): void
  focus(): void
}

function providerRow(
  { name, label }: ModelProvider,
  models: Models,
  questions: Questions,
  settings: Settings,
  keptIn: string,
  onRemove: () => void,
): ProviderRow {
  let current: ModelProvider | undefined
  let shownMs: number | undefined
  let form: KeyForm | undefined
  const sign = icon('circle-large')
  const title = element('span', 'caret-models-name', label)
  const status = element('span', 'caret-models-status')
  status.setAttribute('role', 'status')
  const detail = element('div', 'caret-models-detail')
  const result = testResult(detail)
  const head = element('div', 'caret-models-head', title, status)
  const body = element('div', 'caret-models-body', head, detail, result.element)

  const testIt = async () => {
    const model = current && (await questions.modelOf(current))
    test.focus()
    if (model) await models.test(name, model)
  }
  const forget = async () => {
    if (!(await questions.removeServer(name))) return remove.focus()
    onRemove()
    if (current?.key === 'entered') await models.removeKey(name)
  }
  const test = button('Test', 'quiet', () => void testIt(), `Test ${label}`)
  const enter = button('Enter Key', 'quiet', enterKey)
  const removeKey = button(
    'Remove Key',
    'quiet',
    () => void models.removeKey(name).then(() => enter.focus()),
    `Remove the key for ${label}`,
  )
  const remove = button('Remove', 'quiet', () => void forget(), `Remove ${label}`)
  const actions = element('div', 'caret-models-actions', test, enter, removeKey, remove)
  const row = element('li', 'caret-models-row', sign, body, actions)
  row.dataset.provider = name

  function enterKey(): void {
    if (form) return form.open()
    form = keyForm(
      label,
      keptIn,
      (key) => models.setKey(name, key),
      () => {
        form?.field.remove()
        form?.buttons.remove()
        form?.note.remove()
        form = undefined
        update()
        enter.focus()
      },
    )
    head.append(form.note)
    body.append(form.field)
    row.append(form.buttons)
    update()
    form.open()
  }

  function update(): void {
    if (!current) return
    const { key, local, state, code } = current
    const isLooking = models.known.looking.has(name)
    // Servers on this machine are looked at all the time: only a look that was asked for may change the number.
    shownMs = isLooking || state !== 'answers' ? undefined : (shownMs ?? current.ms)
    const { icon, tone, status: words, detail: more } = standingOf({ ...current, ms: shownMs ?? current.ms })
    setIcon(sign, isLooking ? 'loading codicon-modifier-spin' : icon)
    row.dataset.tone = isLooking ? 'calm' : tone
    setText(status, isLooking && state !== 'answers' ? 'looking …' : words)
    setText(detail, more)
    detail.title = more
    const isOpen = form !== undefined
    result.update(isOpen ? undefined : models.known.tests.get(name))
    show(status, !isOpen)
    if (isOpen) show(detail, false)
    show(actions, !isOpen)
    show(test, state === 'answers' || state === 'ready')
    show(enter, !local)
    enter.className = `caret-models-button ${key === 'missing' || code === 'KeyRefused' ? 'secondary' : 'quiet'}`
    setText(enter, key === 'entered' || key === 'environment' ? 'Change Key' : 'Enter Key')
    enter.ariaLabel = `${enter.textContent} for ${label}`
    show(removeKey, key === 'entered')
    show(remove, settings.isAdded(name))
  }

  return {
    element: row,
    update(next) {
      current = next
      update()
    },
    enterKey,
    focus: () => enter.focus(),
  }
}
