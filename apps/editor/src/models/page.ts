import { element, icon, setText, show } from '../dom.ts'
import type { Questions } from './ask.ts'
import { button } from './controls.ts'
import { localSection } from './local.ts'
import { nextSteps } from './next-steps.ts'
import { providersSection } from './providers.ts'
import { rolesSection } from './roles.ts'
import type { Settings } from './settings.ts'
import { spendSection } from './spend.ts'
import type { Models } from './watch.ts'

export interface ModelsPage {
  element: HTMLElement
  /** Shows what is known now. */
  update(): void
}

/**
 * Draws the page of models.
 * @param keptIn the file that holds entered keys
 * @param openSettings opens the settings editor
 */
export function modelsPage(
  models: Models,
  questions: Questions,
  settings: Settings,
  keptIn: string,
  openSettings: () => void,
): ModelsPage {
  const about = element('p', 'caret-models-quiet', 'Who is asked, for what, and what it costs.')
  const trouble = element('span')
  const notice = element('div', 'caret-models-notice', icon('warning'), trouble)
  notice.setAttribute('role', 'alert')
  const providers = providersSection(models, questions, settings, keptIn)
  const local = localSection(models, questions)
  const steps = nextSteps([
    {
      icon: 'cloud-download',
      title: 'Get a local model',
      text: 'Open weights that run inside Caret. Nothing leaves this machine, and nothing costs anything.',
      actions: [{ label: 'Get One', run: () => void local.getFirst() }],
    },
    {
      icon: 'key',
      title: 'Enter a key',
      text: 'Of Anthropic, OpenAI or Google. It stays with the engine on this machine.',
      actions: [
        { label: 'Anthropic', run: () => providers.enterKey('anthropic') },
        { label: 'OpenAI', run: () => providers.enterKey('openai') },
        { label: 'Google', run: () => providers.enterKey('google') },
      ],
    },
    {
      icon: 'vm',
      title: 'Start Ollama or LM Studio',
      text: 'They are found by themselves, with the models that they have.',
      actions: [{ label: 'Look Again', run: () => void models.lookAgain() }],
    },
  ])
  const sections = [steps, providers, rolesSection(models, questions), local, spendSection(models, questions)]
  const page = element(
    'div',
    'caret-models',
    element(
      'header',
      '',
      element('div', '', element('h1', '', 'Models'), about, notice),
      element(
        'div',
        'caret-models-actions',
        button('Look Again', 'quiet', () => void models.lookAgain(), 'Look at all providers again'),
        button('Settings', 'quiet', openSettings, 'Open the settings of models'),
      ),
    ),
    ...sections.map((part) => part.element),
  )
  page.tabIndex = 0
  page.ariaLabel = 'Models'
  return {
    element: page,
    update() {
      const { known } = models
      const problem = known.connected ? known.problem : 'The engine cannot be reached. What is shown may be old.'
      // In the place of the other line, so that nothing moves.
      setText(trouble, problem ?? '')
      show(notice, problem !== undefined)
      show(about, problem === undefined)
      for (const part of sections) part.update(known)
    },
  }
}
