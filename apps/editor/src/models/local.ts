import type { LocalOffer, LocalOffers, RoleModels } from '@caret/protocol'
import { element, icon, setIcon, setText, show } from '../dom.ts'
import { followList, type Row } from '../rows.ts'
import type { Questions } from './ask.ts'
import { button, section } from './controls.ts'
import { followPace, type Pace } from './pace.ts'
import type { Known, Models } from './watch.ts'
import { bytes, timeLeft } from './words.ts'

export interface LocalSection extends Row<Known> {
  /** Gets the first model that suits this machine, once its licence is accepted. */
  getFirst(): Promise<void>
}

/** Models that run inside Caret: what there is to be got, how far it is, what is there. */
export function localSection(models: Models, questions: Questions): LocalSection {
  const list = element('ul', 'caret-models-rows')
  const rows = followList(
    list,
    ({ id }: LocalOffer) => id,
    (first) => offerRow(first, models, questions),
  )
  const room = element('span', 'caret-models-quiet')
  const foot = element('div', 'caret-models-foot', room)
  const made = section('local', 'On This Machine', list, foot)
  return {
    element: made,
    update({ local }) {
      show(made, local !== undefined)
      if (!local) return
      rows.update(local.offers)
      setText(room, `${bytes(local.freeBytes)} free in ${local.folder}`)
    },
    async getFirst() {
      const { local } = models.known
      const row = local && rows.row(firstFor(local)?.id ?? '')
      row?.element.scrollIntoView({ block: 'center' })
      await row?.get()
    },
  }
}

/** The first of the list that has room in the memory, or else the smallest. */
const firstFor = ({ offers, memoryBytes }: LocalOffers): LocalOffer | undefined => {
  const all = offers.filter(({ kind, state }) => kind === 'model' && state !== 'there')
  return all.find((offer) => (offer.memoryBytes ?? 0) <= memoryBytes) ?? all.toSorted((a, b) => a.total - b.total)[0]
}

interface OfferRow extends Row<LocalOffer> {
  get(): Promise<void>
}

function offerRow({ id, label, licence }: LocalOffer, models: Models, questions: Questions): OfferRow {
  let current: LocalOffer | undefined
  const pace = followPace()
  const sign = icon('cloud-download')
  const status = element('span', 'caret-models-status')
  status.setAttribute('role', 'status')
  const head = element('div', 'caret-models-head', element('span', 'caret-models-name', label), status)
  const about = element('div', 'caret-models-detail')
  const facts = element('span')
  const text = element('a', '', licence.name)
  text.href = licence.url
  text.target = '_blank'
  text.rel = 'noreferrer'
  text.title = 'The text of the licence'
  const fill = element('div', 'caret-models-fill')
  const bar = element('div', 'caret-models-bar', fill)
  bar.setAttribute('role', 'progressbar')
  bar.ariaLabel = label
  const small = element('div', 'caret-models-facts', bar, element('span', '', facts, text))

  const get = async () => {
    if (!current) return
    if (!current.accepted && !(await questions.acceptLicence(current))) return main.focus()
    main.focus()
    await models.getOffer(id, current.accepted ? undefined : licence.name)
  }
  const remove = async () => {
    if (!current || !(await questions.removeOffer(current))) return away.focus()
    await models.removeOffer(id)
    main.focus()
  }
  // One button that goes on or stops, so that it keeps the focus.
  const main = button('Get', 'secondary', () => void (isComing(current) ? models.pauseOffer(id) : get()))
  const away = button('Remove', 'quiet', () => void remove())
  const row = element(
    'li',
    'caret-models-row',
    sign,
    element('div', 'caret-models-body', head, about, small),
    element('div', 'caret-models-actions', main, away),
  )
  row.dataset.offer = id

  return {
    element: row,
    get,
    update(next) {
      current = next
      const { state, received, total, problem } = next
      const coming = isComing(next)
      const now = pace(received, total, performance.now())
      row.dataset.tone = state === 'failed' ? 'bad' : 'calm'
      setIcon(sign, icons[state])
      setText(status, statusOf(next, models.known.roles))
      setText(about, problem ?? next.about)
      about.classList.toggle('is-problem', problem !== undefined)
      const partly = state !== 'there' && received > 0
      show(bar, partly)
      const percent = Math.min(100, Math.floor((received / total) * 100))
      fill.style.width = `${percent}%`
      bar.ariaValueNow = String(percent)
      setText(facts, partly ? progressOf(next, now) : factsOf(next, models.known.local?.memoryBytes))
      show(text, !partly)
      show(main, state !== 'there' && state !== 'installing')
      setText(main, coming ? 'Pause' : state === 'failed' ? 'Try Again' : state === 'paused' ? 'Resume' : 'Get')
      main.ariaLabel = `${main.textContent} ${label}`
      show(away, state === 'there' || (partly && state !== 'installing'))
      setText(away, state === 'there' ? 'Remove' : 'Cancel')
      away.ariaLabel = `${away.textContent} ${label}`
    },
  }
}

const isComing = (offer: LocalOffer | undefined) => offer?.state === 'loading' || offer?.state === 'checking'

const busy = 'loading codicon-modifier-spin'
const icons: Record<LocalOffer['state'], string> = {
  absent: 'circle-large',
  paused: 'debug-pause',
  checking: busy,
  loading: busy,
  installing: busy,
  failed: 'error',
  there: 'pass-filled',
}

/** In few words. */
export function statusOf(offer: LocalOffer, roles: readonly RoleModels[] = []): string {
  const { state, kind, model } = offer
  if (state !== 'there') {
    const said = { absent: '', paused: 'paused', checking: 'checking what came', loading: '', installing: 'unpacking' }
    if (state === 'failed') return 'not got'
    return said[state] || (offer.roles.length > 0 ? `for ${offer.roles.join(', ')}` : '')
  }
  if (kind === 'runtime') return 'there'
  const served = roles.filter(({ models }) => models[0] === `local/${model}`).map(({ role }) => role)
  return served.length > 0 ? `serves ${served.join(', ')}` : 'there'
}

/** What it costs in room, and its licence follows. */
export function factsOf({ total, memoryBytes }: LocalOffer, machine = Infinity): string {
  const facts = [`${bytes(total)} on disk`]
  if (memoryBytes !== undefined) {
    const lack = memoryBytes > machine ? `, more than this machine’s ${bytes(machine)}` : ''
    facts.push(`${bytes(memoryBytes)} of memory${lack}`)
  }
  return `${facts.join(' · ')} · `
}

export function progressOf({ state, received, total }: LocalOffer, pace: Pace | undefined): string {
  const parts = [`${bytes(received)} of ${bytes(total)}`]
  if (state === 'loading' && pace) parts.push(`${bytes(pace.bytesPerSecond)}/s`, timeLeft(pace.secondsLeft))
  return parts.filter(Boolean).join(' · ')
}
