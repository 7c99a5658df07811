import { type Change, gather, probabilityOf } from '@caret/patterns'
import type { EditSource, Proposal } from './source.ts'

/** Makes the last edits again where they fit, with other names if need be. */
export const repeat: EditSource = {
  name: 'repeat',
  propose: ({ pattern, index, caret }) =>
    gather(pattern, index, caret).map(
      ({ path, edit, learned, features, z }): Proposal => ({
        edit: { path, ...edit },
        source: 'repeat',
        probability: probabilityOf(z),
        features,
        reason: `repeats your edit in ${learned.change.path}`,
        family: `${features.group ? 'group' : 'one'} ${nameOf(learned.change)}`,
      }),
    ),
}

/** What a change is, in words: many candidates are the same one, which may be long. */
function nameOf(change: Change): string {
  let name = names.get(change)
  if (name === undefined) names.set(change, (name = [...change.removed, '→', ...change.inserted].join(' ')))
  return name
}

const names = new WeakMap<Change, string>()
