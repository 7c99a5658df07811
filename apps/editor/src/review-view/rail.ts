import type { ReviewHunk, ReviewStep } from '@caret/protocol'
import { element, icon, setIcon, setText, show } from '../dom.ts'
import { followList, type Row } from '../rows.ts'
import { countReviewed, isGroup, type Reading, stagedOf } from './reading.ts'
import { count, heavy, linesOf, partsOf, placesOf, plain, sectionsOf, sumOf } from './words.ts'

/** What can be done in the rail with the mouse; all of it has a key too. */
export interface RailActs {
  goTo(hunk: string): void
  tick(hunks: readonly string[], reviewed: boolean): void
  fold(step: string, folded: boolean): void
  /** To where what is staged is committed. */
  commit(): void
}

export interface Rail {
  element: HTMLElement
  /** Takes the focus, and has the keys. */
  list: HTMLElement
  update(reading: Reading, about: string): void
}

interface StepValue {
  step: ReviewStep
  number: number
  section: string
  hunks: readonly ReviewHunk[]
  reading: Reading
}

/** So many hunks of a step are shown one by one. */
const mostPips = 60

/** The steps of a review in the order to read them, with what of each has been seen. */
export function createRail(acts: RailActs): Rail {
  const about = element('h2')
  const counted = element('span', 'caret-guide-count')
  const bar = element('div', 'caret-guide-bar', element('div'))
  bar.role = 'progressbar'
  bar.ariaLabel = 'Reviewed'
  bar.ariaValueMin = '0'
  const stagedCount = element('span')
  const commit = element('button', 'caret-guide-act', 'Commit…')
  commit.type = 'button'
  commit.title = 'Go to the message box of Source Control'
  commit.addEventListener('click', () => acts.commit())
  const forCommit = element('div', 'caret-guide-for-commit', icon('git-commit'), stagedCount, commit)
  const list = element('div', 'caret-guide-steps')
  list.role = 'listbox'
  list.tabIndex = 0
  list.ariaLabel = 'Steps of the review'
  const rows = followList<StepValue, Row<StepValue>>(
    list,
    ({ step }) => step.id,
    ({ step }) => stepRow(step.id, acts),
  )
  let sections = new Map<string, string>()
  let known: Reading | undefined
  let current: string | undefined
  return {
    element: element('aside', 'caret-guide-rail', element('header', '', about, counted, bar, forCommit), list),
    list,
    update(reading, text) {
      setText(about, text)
      about.title = text
      const [done, all] = [countReviewed(reading), reading.order.length]
      setText(counted, done === all ? `All ${count(all, 'hunk')} reviewed` : `${done} of ${all} reviewed`)
      bar.classList.toggle('done', done === all)
      bar.ariaValueMax = String(all)
      bar.ariaValueNow = String(done)
      bar.style.setProperty('--part', String(all === 0 ? 0 : done / all))
      const inIndex = reading.order.filter((id) => reading.review.staged?.[id]).length
      setText(stagedCount, `${inIndex} of ${all} staged`)
      show(forCommit, inIndex > 0)
      const valueOf = (step: ReviewStep, index: number): StepValue => ({
        ...{ step, reading, number: index + 1, section: sections.get(step.id) ?? '' },
        hunks: step.hunks.map((id) => reading.hunks.get(id)!),
      })
      const { steps } = reading.review.guide
      if (known?.review !== reading.review) {
        sections = sectionsOf(reading.review)
        rows.update(steps.map(valueOf))
      } else {
        for (const [index, step] of steps.entries()) {
          if (isTold(step, known, reading)) rows.row(step.id)?.update(valueOf(step, index))
        }
      }
      known = reading
      const step = reading.at === undefined ? undefined : reading.steps.get(reading.at)
      if (step?.id === current) return
      current = step?.id
      const row = step && rows.row(step.id)?.element
      list.setAttribute('aria-activedescendant', row?.id ?? '')
      row?.scrollIntoView({ block: 'nearest' })
    },
  }
}

/** Whether a step's row says something else than before, in the same review. */
function isTold({ id, hunks }: ReviewStep, before: Reading, now: Reading): boolean {
  if (before.reviewed !== now.reviewed && hunks.some((hunk) => before.reviewed.has(hunk) !== now.reviewed.has(hunk))) {
    return true
  }
  const isAt = ({ steps, at }: Reading) => at !== undefined && steps.get(at)?.id === id
  return before.unfolded.has(id) !== now.unfolded.has(id) || isAt(before) || isAt(now)
}

let made = 0

function stepRow(id: string, acts: RailActs): Row<StepValue> {
  const section = element('div', 'caret-guide-section')
  const tick = element('span', 'caret-guide-tick', icon('check'))
  const title = element('div', 'caret-guide-title')
  const folder = element('span')
  const path = element('div', 'caret-guide-path', folder)
  const pill = element('span', 'caret-guide-pill')
  const place = element('div', 'caret-guide-where', path, pill)
  const why = element('div', 'caret-guide-why')
  const added = element('span', 'caret-guide-added')
  const removed = element('span', 'caret-guide-removed')
  const marked = icon('warning')
  const markCount = element('span')
  const marks = element('span', 'caret-guide-marks', marked, markCount)
  const pips = element('div', 'caret-guide-pips')
  const what = element('div', 'caret-guide-what', title, place, why, pips)
  const row = element('div', 'caret-guide-step', tick, what, element('div', 'caret-guide-sums', added, removed, marks))
  const whole = element('div', 'caret-guide-item', section, row)
  row.role = 'option'
  row.id = `caret-guide-step-${++made}`
  whole.role = 'presentation'
  let now: StepValue | undefined
  let drawn = ''

  row.addEventListener('click', ({ target }) => {
    if (!now) return
    const { step, reading } = now
    const pip = (target as HTMLElement).closest<HTMLElement>('[data-hunk]')
    if (pip) return acts.goTo(pip.dataset.hunk!)
    if (tick.contains(target as Node)) {
      return acts.tick(step.hunks, !step.hunks.every((hunk) => reading.reviewed.has(hunk)))
    }
    const isHere = reading.steps.get(reading.at ?? '')?.id === id
    if (isHere && isGroup(step)) return acts.fold(id, reading.unfolded.has(id))
    acts.goTo(isHere ? reading.at! : (step.hunks.find((hunk) => !reading.reviewed.has(hunk)) ?? step.hunks[0]!))
  })

  return {
    element: whole,
    update(value) {
      now = value
      const { step, hunks, reading, number } = value
      const done = step.hunks.filter((hunk) => reading.reviewed.has(hunk)).length
      const isHere = reading.steps.get(reading.at ?? '')?.id === id
      const isFolded = isGroup(step) && !reading.unfolded.has(id)
      const share = stagedOf(reading, step.hunks)
      const shown = isHere && !isFolded && hunks.length > 1 ? hunks.slice(0, mostPips) : []
      const state = JSON.stringify([
        ...[step.title, step.why, step.path, hunks.length, number, value.section, done, isHere, isFolded, share],
        ...shown.map((hunk) => [hunk.id, reading.reviewed.has(hunk.id), hunk.id === reading.at, hunk.after.start]),
      ])
      if (state === drawn) return
      drawn = state
      setText(section, value.section)
      show(section, value.section !== '')
      row.className = [
        'caret-guide-step',
        isHere && 'here',
        step.mechanical && 'mechanical',
        step.quiet && 'quiet',
        done === hunks.length && 'done',
      ]
        .filter(Boolean)
        .join(' ')
      tick.style.setProperty('--part', String(done / hunks.length))
      tick.title = done === hunks.length ? 'Not reviewed' : 'Reviewed'
      title.replaceChildren(...sentence(step.title))
      const at = step.path.lastIndexOf('/') + 1
      folder.textContent = step.path.slice(0, Math.max(at - 1, 0))
      path.replaceChildren(step.path.slice(at), folder)
      if (isGroup(step)) path.replaceChildren(isFolded ? icon('chevron-right') : icon('chevron-down'), placesOf(hunks))
      path.title = step.path
      setText(pill, share === 'whole' ? 'staged' : 'partly staged')
      show(pill, share !== undefined)
      why.replaceChildren(...sentence(step.why ?? ''))
      show(why, step.why !== undefined)
      const size = sumOf(hunks.map((hunk) => reading.sizes.get(hunk.id)!))
      setText(added, size.added > 0 ? `+${size.added}` : '')
      setText(removed, size.removed > 0 ? `−${size.removed}` : '')
      const all = hunks.flatMap((hunk) => hunk.marks)
      const weight = Math.max(0, ...all.map((mark) => mark.weight))
      setIcon(marked, weight >= heavy ? 'warning' : 'info')
      marks.classList.toggle('heavy', weight >= heavy)
      setText(markCount, String(all.length))
      marks.title = all.map(({ reason }) => plain(reason)).join('\n')
      show(marks, all.length > 0)
      pips.replaceChildren(...shown.map((hunk) => pipOf(hunk, reading)))
      show(pips, shown.length > 0)
      row.ariaSelected = String(isHere)
      row.ariaLabel = [
        `Step ${number} of ${reading.review.guide.steps.length}: ${plain(step.title)}`,
        isGroup(step) ? placesOf(hunks) : step.path,
        ...(share === 'whole' ? ['staged'] : share === 'part' ? ['partly staged'] : []),
        ...(step.why ? [plain(step.why)] : []),
        `${count(size.added, 'line')} added, ${size.removed} removed`,
        ...(all.length > 0 ? [count(all.length, 'mark')] : []),
        `${done} of ${hunks.length} reviewed`,
      ].join(', ')
    },
  }
}

function pipOf(hunk: ReviewHunk, { at, reviewed, sizes }: Reading): HTMLElement {
  const pip = element('span', hunk.id === at ? 'here' : '')
  if (reviewed.has(hunk.id)) pip.classList.add('done')
  if (hunk.marks.some(({ weight }) => weight >= heavy)) pip.classList.add('heavy')
  pip.dataset.hunk = hunk.id
  pip.title = [hunk.symbol, linesOf(hunk, sizes.get(hunk.id)!)].filter(Boolean).join(', ')
  return pip
}

/** A sentence with its names as code. */
export function sentence(text: string): (Node | string)[] {
  return partsOf(text).map(({ text, isCode }) => (isCode ? element('code', '', text) : text))
}
