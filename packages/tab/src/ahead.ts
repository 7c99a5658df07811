import type { Caret, Eagerness, EditPrediction, Prediction } from './predictor.ts'

/** Something that changes, and can be put back. */
export interface Markable {
  /** Gives what puts it back as it is now; to be called once at most. */
  mark(): () => void
}

/** A predictor for which something may be supposed. */
export interface Supposing {
  /** @param paths the files whose texts may change */
  mark(paths: Iterable<string>): () => void
  accept(prediction: EditPrediction): void
  predict(caret: Caret): Prediction | undefined
}

/**
 * What would be predicted if a prediction were accepted as it is, and what if that were accepted too, and so on. Each step
 * thinks as long as a prediction. Between steps nothing is supposed; the next must not be asked for when anything has changed.
 */
export function* lookAhead(
  first: EditPrediction,
  eagerness: Eagerness | undefined,
  { mark, accept, predict }: Supposing,
): Generator<Prediction, void> {
  const paths = new Set<string>()
  let last: Prediction | undefined = first
  let suppose = () => {}
  while (last && 'edit' in last) {
    const { path, offset, insert } = last.edit
    const putBack = mark(paths.add(path))
    try {
      suppose()
      accept(last)
      last = predict({ path, offset: offset + insert.length, ...(eagerness && { eagerness }) })
      suppose = mark(paths)
    } finally {
      putBack()
    }
    if (last) yield last
  }
}
