import type { FileNote, ReviewHunk, ReviewMark, ReviewStep } from '@caret/protocol'
import { element, icon, setIcon, setText, show } from '../dom.ts'
import { sentence } from './rail.ts'
import { isReviewed, meant, type Reading, stagedOf } from './reading.ts'
import { count, heavy, iconOf, linesOf, placesOf } from './words.ts'

/** A command with the key that the user has for it, and what it does at the hunk. */
export interface Act {
  command: string
  label: string
  icon: string
  /** Whether its label is shown beside its icon. */
  isWide: boolean
  /** What it is called where it would take back what was done. */
  undo?: { label: string; icon: string }
}

export interface Head {
  element: HTMLElement
  update(reading: Reading): void
}

/**
 * Above the text: what the step is about, why it comes now, where one is in it, and what deserves attention.
 * @param run runs a command
 * @param keyOf the user's key for a command, as a label
 */
export function createHead(
  acts: readonly Act[],
  run: (command: string) => void,
  keyOf: (command: string) => string | undefined,
  goTo: (mark: ReviewMark) => void,
  goToFile: (note: FileNote) => void,
): Head {
  const title = element('h3')
  const place = element('div', 'caret-guide-place')
  const why = element('div', 'caret-guide-why')
  const notes = element('ul', 'caret-guide-reasons')
  notes.ariaLabel = 'What deserves attention'
  const said = element('div', 'caret-guide-said')
  said.setAttribute('aria-live', 'polite')
  const buttons = acts.map((act) => ({ act, ...actButton(act, run, keyOf) }))
  const actions = element('div', 'caret-guide-acts', ...buttons.map(({ node }) => node))
  actions.role = 'toolbar'
  actions.ariaLabel = 'This hunk'
  return {
    element: element(
      'header',
      'caret-guide-head',
      element('div', 'caret-guide-line', title, actions),
      place,
      why,
      notes,
      said,
    ),
    update(reading) {
      const { at } = reading
      const step = at === undefined ? undefined : reading.steps.get(at)
      const hunk = at === undefined ? undefined : reading.hunks.get(at)
      if (!step || !hunk) return
      title.replaceChildren(...sentence(step.title))
      const isWhole = meant(reading, at).length > 1
      const where = [
        element('span', 'caret-guide-file', hunk.path),
        ...(hunk.symbol === undefined ? [] : [element('code', '', hunk.symbol)]),
        linesOf(hunk, reading.sizes.get(hunk.id)!),
        isWhole ? placesOf(step.hunks.map((id) => reading.hunks.get(id)!)) : indexIn(step, hunk),
      ]
      why.replaceChildren(...sentence(step.why ?? ''))
      show(why, step.why !== undefined)
      place.replaceChildren(...where.filter((each) => each !== '').map((each) => element('span', '', each)))
      const file = reading.review.notes.filter((note) => note.path === hunk.path && note.shown)
      notes.replaceChildren(
        ...file.map((note) => noteRow(note, goToFile)),
        ...hunk.marks.toSorted((a, b) => b.weight - a.weight).map((mark) => markRow(mark, goTo)),
      )
      show(notes, notes.childElementCount > 0)
      const done = isReviewed(reading, meant(reading, at))
      const isStaged = stagedOf(reading, meant(reading, at)) === 'whole'
      for (const { act, node, update } of buttons) {
        if (act.command === 'caret.review.tick') node.classList.toggle('done', done)
        else if (act.undo) update(isStaged)
      }
      setText(said, sayOf(reading, hunk, done))
    },
  }
}

const indexIn = ({ hunks }: ReviewStep, { id }: ReviewHunk): string =>
  hunks.length > 1 ? `${hunks.indexOf(id) + 1} of ${hunks.length}` : ''

/** For those who hear the page. */
function sayOf({ steps, sizes }: Reading, hunk: ReviewHunk, done: boolean): string {
  const step = steps.get(hunk.id)!
  return [
    `${step.hunks.indexOf(hunk.id) + 1} of ${count(step.hunks.length, 'hunk')}`,
    hunk.path,
    linesOf(hunk, sizes.get(hunk.id)!),
    done ? 'reviewed' : 'not reviewed',
    ...(hunk.marks.length > 0 ? [count(hunk.marks.length, 'mark')] : []),
  ].join(', ')
}

function actButton(act: Act, run: (command: string) => void, keyOf: (command: string) => string | undefined) {
  const key = keyOf(act.command)
  const [sign, text] = [icon(act.icon), element('span')]
  const node = element('button', `caret-guide-act${act.isWide ? ' wide' : ''}`, sign, ...(act.isWide ? [text] : []))
  node.type = 'button'
  node.addEventListener('click', () => run(act.command))
  /** Says what it would do now. */
  const update = (isDone: boolean) => {
    const { label, icon } = isDone && act.undo ? act.undo : act
    setIcon(sign, icon)
    setText(text, label)
    node.title = key ? `${label} (${key})` : label
    node.ariaLabel = label
  }
  update(false)
  return { node, update }
}

function markRow(mark: ReviewMark, goTo: (mark: ReviewMark) => void): HTMLElement {
  const row = element(
    'button',
    mark.weight >= heavy ? 'heavy' : '',
    icon(iconOf[mark.kind]),
    element('span', 'caret-guide-at', `${mark.line + 1}`),
    element('span', '', ...sentence(mark.reason)),
  )
  row.type = 'button'
  row.title = 'Go to the line'
  row.addEventListener('click', () => goTo(mark))
  return element('li', '', row)
}

function noteRow(note: FileNote, goTo: (note: FileNote) => void): HTMLElement {
  const row = element('button', '', icon('info'), element('span', '', ...sentence(note.text)))
  row.type = 'button'
  row.title = 'Open the file'
  row.addEventListener('click', () => goTo(note))
  return element('li', '', row)
}
