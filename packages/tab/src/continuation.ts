import { probabilityOf } from '@caret/patterns'
import type { Habits } from './habits.ts'
import { fillSource } from './model/consultant.ts'
import type { Continuation, Eagerness } from './predictor.ts'
import { logOdds } from './rivalry.ts'

/** A continuation less probable is not shown. */
const least: Readonly<Record<Eagerness, number>> = { low: 0.5, medium: 0.36, high: 0.25 }

/** Of what may come at the caret, that which saves most keys on average; undefined where none is probable enough. */
export function chooseContinuation(
  found: readonly Continuation[],
  habits: Habits,
  eagerness: Eagerness = 'medium',
): Continuation | undefined {
  let best: Continuation | undefined
  let most = 0
  for (const each of found) {
    const probability = probabilityOf(logOdds(each.probability) + habits.of(habitOf(each)))
    // Blanks alone cannot be seen, and editors indent by themselves.
    if (each.text.length < 2 || each.text.trim() === '' || probability < least[eagerness]) continue
    const value = probability * (each.text.length - 1)
    if (value > most) {
      most = value
      best = { ...each, probability }
    }
  }
  return best
}

/** By which name habits know its source: rows are continuations as the user sees them. */
export const habitOf = ({ source }: Continuation): string => (source === fillSource ? fillSource : 'continue')
