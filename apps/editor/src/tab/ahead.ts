import type { Client, TabCaret, TabEdit, TabSuggestion, tabService } from '@caret/protocol'

/** What the engine foresees for when the suggestion on the screen is accepted as it is: then the next one is known at once. */
export interface Ahead {
  /**
   * Has the engine look ahead of a suggestion that is offered now.
   * @param answer what the engine says of the same place now, when the suggestion itself was foreseen
   */
  look(offered: TabSuggestion, eagerness: TabCaret['eagerness'], answer?: Promise<TabSuggestion | undefined>): void
  /** The user has made an edit: it took the suggestion that was offered, or nothing holds any more. */
  edited(taken: TabEdit | undefined): void
  /** What was foreseen for this place after the last edit; once. */
  take(caret: TabCaret): TabSuggestion | undefined
}

/** @param prepare is told of each file in which something is foreseen */
export function createAhead(
  tab: Pick<Client<(typeof tabService)['methods']>, 'ahead'>,
  prepare: (path: string) => void,
): Ahead {
  let offered: TabSuggestion | undefined
  /** What follows `offered`, in order. */
  let coming: TabSuggestion[] = []
  let next: { path: string; offset: number; suggestion: TabSuggestion } | undefined
  let looking = new AbortController()

  const look = async (
    suggestion: TabSuggestion,
    eagerness: TabCaret['eagerness'],
    answer?: Promise<TabSuggestion | undefined>,
  ) => {
    looking.abort()
    looking = new AbortController()
    const { signal } = looking
    if (suggestion !== offered) coming = []
    offered = suggestion
    const found = answer ? await answer : suggestion
    if (signal.aborted) return
    let holds = found !== undefined && isSame(found, suggestion)
    while (holds) {
      let known: TabSuggestion[] = []
      const take = (item: TabSuggestion) => {
        prepare(item.path)
        known = [...known, item]
        // What was foreseen earlier, and further, is good until it is said again.
        if (!signal.aborted && known.length >= coming.length) coming = known
      }
      holds = await tab.ahead({ id: found!.id, eagerness }, take, signal).catch(() => false)
      if (signal.aborted) return
      coming = []
    }
    coming = []
  }

  return {
    look: (suggestion, eagerness, answer) => void look(suggestion, eagerness, answer),
    edited: (taken) => {
      looking.abort()
      const [suggestion, ...others] = taken && taken === offered ? coming : []
      next = taken && suggestion && { path: taken.path, offset: taken.offset + taken.insert.length, suggestion }
      offered = suggestion
      coming = others
    },
    take: ({ path, offset }) => {
      const here = next?.path === path && next.offset === offset ? next.suggestion : undefined
      next = undefined
      return here
    },
  }
}

const isSame = (a: TabSuggestion, b: TabSuggestion) =>
  a.path === b.path &&
  (a.kind === 'edit'
    ? b.kind === 'edit' && a.offset === b.offset && a.remove === b.remove && a.insert === b.insert
    : b.kind === 'rename' && a.newPath === b.newPath)
