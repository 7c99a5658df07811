import type { DayUsage } from '@caret/protocol'
import { element, setText, show } from '../dom.ts'
import type { Questions } from './ask.ts'
import { button, section } from './controls.ts'
import { type Row } from '../rows.ts'
import { type Known, type Models, shownDays, type Usage } from './watch.ts'
import { count } from '../count.ts'
import { cost, dollars, lastDays, nameDay, tokens } from './words.ts'

/** What was spent: today of its budget, the last days, and by model. */
export function spendSection(models: Models, questions: Questions): Row<Known> {
  const sum = element('span', 'caret-models-sum')
  const fill = element('div', 'caret-models-fill')
  const bar = element('div', 'caret-models-bar', fill)
  const budget = button('', 'quiet', () => void ask())
  const today = element('div', 'caret-models-today', sum, bar, budget)
  const days = table('caret-models-days', 'Spent by day', 'Day', '', 'Tokens', 'Cost')
  const byModel = table('caret-models-by-model', 'Spent by model', 'Model', 'Requests', 'Tokens', 'Cost')
  const note = element('p', 'caret-models-quiet')

  async function ask(): Promise<void> {
    await questions.budget(models.known.usage?.budget)
    budget.focus()
  }

  return {
    element: section('spend', 'Spend', today, days.element, byModel.element, note),
    update({ usage }) {
      if (!usage) return
      showToday(usage)
      const all = lastDays(new Date(), shownDays).map((day) => usage.days.find((used) => used.day === day) ?? none(day))
      const lengths = barLengths(all)
      days.fill(
        all.map((used, ago) => {
          const total = totalOf(used)
          const line = element('div', 'caret-models-bar')
          const inner = element('div', 'caret-models-fill')
          inner.style.width = `${lengths[ago]}%`
          line.append(inner)
          const empty = total.requests === 0
          return [
            nameDay(used.day, ago),
            line,
            empty ? '–' : tokens(total.tokens),
            empty ? '–' : cost(used.cost, used.unpriced, total.requests),
          ]
        }),
      )
      const models = sumByModel(all)
      show(byModel.element, models.length > 0)
      byModel.fill(
        models.map((used) => [
          used.model,
          String(used.requests),
          tokens(used.input + used.output),
          cost(used.cost, used.unpriced, used.requests),
        ]),
      )
      const unpriced = all.reduce((before, used) => before + used.unpriced, 0)
      setText(
        note,
        unpriced > 0
          ? `${count(unpriced, 'request')} went to models whose price Caret does not know, and ${unpriced === 1 ? 'is' : 'are'} in no sum. Tell it in caret.models.prices.`
          : '',
      )
      show(note, unpriced > 0)
    },
  }

  function showToday({ spentToday, budget: limit }: Usage): void {
    setText(sum, `${dollars(spentToday)} today`)
    show(bar, limit !== undefined)
    const share = limit === undefined ? 0 : Math.min(1, limit === 0 ? 1 : spentToday / limit)
    fill.style.width = `${share * 100}%`
    fill.classList.toggle('is-full', share >= 1)
    setText(budget, limit === undefined ? 'Set a Budget…' : `of ${dollars(limit)} a day`)
    budget.ariaLabel =
      limit === undefined ? 'Set a budget for each day' : `Change the budget of ${dollars(limit)} a day`
  }
}

const none = (day: string): DayUsage => ({ day, cost: 0, unpriced: 0, models: [] })

function totalOf({ models }: DayUsage): { requests: number; tokens: number } {
  const sum = { requests: 0, tokens: 0 }
  for (const { requests, input, output } of models) {
    sum.requests += requests
    sum.tokens += input + output
  }
  return sum
}

/** Percents of the largest day: by cost, or by tokens where nothing is known to have cost anything. */
export function barLengths(days: readonly DayUsage[]): number[] {
  const costs = days.map((day) => day.cost)
  const values = costs.some((value) => value > 0) ? costs : days.map((day) => totalOf(day).tokens)
  const most = Math.max(...values, 0)
  return values.map((value) => (most === 0 ? 0 : (value / most) * 100))
}

type ModelUsage = DayUsage['models'][number]

/** The dearest first, then the busiest. */
export function sumByModel(
  days: readonly DayUsage[],
): Pick<ModelUsage, 'model' | 'requests' | 'cost' | 'unpriced' | 'input' | 'output'>[] {
  const sums = new Map<string, ModelUsage>()
  for (const used of days.flatMap(({ models }) => models)) {
    const sum = sums.get(used.model)
    if (!sum) {
      sums.set(used.model, { ...used })
      continue
    }
    for (const key of ['requests', 'cost', 'unpriced', 'input', 'output'] as const) sum[key] += used[key]
  }
  return [...sums.values()].sort((a, b) => b.cost - a.cost || b.requests - a.requests)
}

/** A table whose first column names the row; an empty heading is for what only shows. */
function table(className: string, caption: string, ...headings: string[]) {
  const body = element('tbody')
  const head = element(
    'tr',
    '',
    ...headings.map((heading) => {
      const cell = element('th', '', heading)
      cell.scope = 'col'
      return cell
    }),
  )
  const made = element(
    'table',
    className,
    element('caption', 'caret-models-unseen', caption),
    element('thead', '', head),
    body,
  )
  return {
    element: made,
    fill(rows: (string | Node)[][]): void {
      body.replaceChildren(
        ...rows.map(([first = '', ...cells]) => {
          const name = element('th', '', first)
          name.scope = 'row'
          return element('tr', '', name, ...cells.map((cell) => element('td', '', cell)))
        }),
      )
    },
  }
}
