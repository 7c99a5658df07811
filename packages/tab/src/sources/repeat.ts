import { gather, learn, scoreOf } from '@caret/patterns'
import type { Prediction } from '../predictor.ts'
import type { EditSource } from './source.ts'

/** How many of the last edits are looked at. */
const reach = 12

/** Makes the last edits again where they fit, with other names if need be. */
export const repeat: EditSource = {
  name: 'repeat',
  propose: ({ history, index, caret }) => {
    const entries = history.slice(0, reach)
    const pattern = learn(entries.toReversed().map(({ path, before, edit }) => ({ path, before, edit })))
    return gather(pattern, index, caret).map(
      ({ path, edit, learned, features }): Prediction => ({
        edit: { path, ...edit },
        source: 'repeat',
        probability: 1 / (1 + Math.exp(-scoreOf(features))),
        reason: `repeats your edit in ${learned.change.path}`,
        family: [features.group ? 'group' : 'one', ...learned.change.removed, '→', ...learned.change.inserted].join(
          ' ',
        ),
      }),
    )
  },
}
