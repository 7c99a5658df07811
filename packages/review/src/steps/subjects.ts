import type { FileView, HunkView } from '../read/file-view.ts'
import { callable, type SymbolView } from '../read/symbols.ts'

/** A declaration that a change is about. */
export interface Subject {
  name: string
  qualified: string
  file: FileView
  before: SymbolView | undefined
  after: SymbolView | undefined
  /** `signature`: what others see of it is another; `body`: only what it does. */
  state: 'new' | 'gone' | 'signature' | 'body'
}

/** What hunks of one file are about: what they declare or declared, and what they are in. Without members of what is new or gone. */
export function subjectsOf(hunks: readonly HunkView[]): Subject[] {
  const found = new Map<string, Subject>()
  for (const { file, owner, old, fresh } of hunks) {
    const { before, after } = pairsOf(file)
    // Of what is declared around, only the innermost is meant.
    for (const { qualified, name } of [...(owner ? [owner] : []), ...old, ...fresh]) {
      const [was, is] = [before.get(qualified), after.get(qualified)]
      found.set(qualified, { name, qualified, file, before: was, after: is, state: stateOf(was, is) })
    }
  }
  return [...found.values()].filter(
    ({ qualified, state }) =>
      !ancestorsOf(qualified).some(
        (around) => found.get(around)?.state === state && state !== 'body' && state !== 'signature',
      ),
  )
}

function stateOf(before: SymbolView | undefined, after: SymbolView | undefined): Subject['state'] {
  if (!before) return 'new'
  if (!after) return 'gone'
  const shown = (symbol: SymbolView) => (hasSignature(symbol) ? symbol.header : symbol.kind)
  return shown(before) === shown(after) && before.exported === after.exported ? 'body' : 'signature'
}

/** Whether what stands before its body is what others rely on; of a variable it is its value. */
const hasSignature = ({ kind }: SymbolView) => callable.has(kind) || kind === 'class' || kind === 'interface'

const pairs = new WeakMap<FileView, Record<'before' | 'after', ReadonlyMap<string, SymbolView>>>()

function pairsOf(file: FileView) {
  let found = pairs.get(file)
  if (!found) {
    // Of overloads the last one stands for all: it is the one with a body.
    const byName = (symbols: readonly SymbolView[]) => new Map(symbols.map((symbol) => [symbol.qualified, symbol]))
    found = { before: byName(file.before.symbols), after: byName(file.after.symbols) }
    pairs.set(file, found)
  }
  return found
}

function ancestorsOf(qualified: string): string[] {
  const parts = qualified.split('.')
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('.'))
}
