import type { ModelProvider } from '@caret/protocol'
import { element, icon, show } from '../dom.ts'
import { button } from './controls.ts'
import { type Row } from '../rows.ts'
import { isSetUp } from './status.ts'
import type { Known } from './watch.ts'

/** A way to a first model. */
export interface NextStep {
  icon: string
  title: string
  text: string
  /** What its buttons do. */
  actions: { label: string; run: () => void }[]
}

/** What may be done where there is no model yet: said kindly, and gone once there is one. */
export function nextSteps(steps: readonly NextStep[]): Row<Known> {
  const title = element('h2', '', 'No model yet')
  title.id = 'caret-models-next'
  const box = element(
    'section',
    'caret-models-next',
    title,
    element(
      'p',
      '',
      'Nothing needs one: Tab, search, languages and git work without. With a model Caret also answers, and changes code on request. Any of these brings one:',
    ),
    element(
      'ul',
      '',
      ...steps.map(({ icon: name, title, text, actions }) =>
        element(
          'li',
          '',
          icon(name),
          element('div', '', element('h3', '', title), element('p', '', text)),
          element('div', 'caret-models-actions', ...actions.map(({ label, run }) => button(label, 'secondary', run))),
        ),
      ),
    ),
  )
  box.setAttribute('aria-labelledby', title.id)
  box.hidden = true
  return {
    element: box,
    update: ({ providers }) => show(box, isBare(providers)),
  }
}

const isBare = (providers: readonly ModelProvider[] | undefined) => providers !== undefined && !providers.some(isSetUp)
