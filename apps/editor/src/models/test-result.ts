import { element, icon, setIcon, setText, show } from '../dom.ts'
import type { Test } from './watch.ts'
import { dollars, duration, shorten } from './words.ts'

const shownText = 60

/** The line that says how a test goes or went, in the place of another, so that nothing moves. */
export function testResult(instead: HTMLElement) {
  const sign = icon('loading')
  const words = element('span')
  const line = element('div', 'caret-models-test', sign, words)
  line.setAttribute('role', 'status')
  return {
    element: line,
    /** @param shown the model that is named beside it already */
    update(test: Test | undefined, shown?: string): void {
      show(line, test !== undefined)
      show(instead, test === undefined)
      if (!test) return setText(words, '')
      setIcon(sign, icons[test.state])
      line.dataset.tone = tones[test.state]
      setText(words, describe(test, shown))
    },
  }
}

const icons = { asked: 'loading codicon-modifier-spin', answered: 'pass-filled', failed: 'error' }
const tones = { asked: 'calm', answered: 'good', failed: 'bad' }

function describe(test: Test, shown?: string): string {
  if (test.state === 'asked')
    return test.model === shown || !test.model.includes('/') ? 'Asking …' : `Asking ${test.model} …`
  if (test.state === 'failed') return test.problem
  const { model, text, firstMs, totalMs, cost } = test
  const who = model === shown ? '' : `${model} `
  const said = text.trim() ? `said “${shorten(text.trim().replace(/\s+/g, ' '), shownText)}”` : 'only reasoned'
  const price = cost === undefined ? 'price unknown' : dollars(cost)
  const words = `${who}${said} after ${duration(firstMs)}, done in ${duration(totalMs)}, ${price}`
  return who ? words : `${words[0]!.toUpperCase()}${words.slice(1)}`
}
