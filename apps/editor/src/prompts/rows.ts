import type { PromptNode } from '@caret/protocol'

/** A node of a prompt as a line of a table. */
export interface Row {
  depth: number
  name: string
  /** How its own text begins. */
  text: string
  /** Tokens of what is its own: without nodes that have rows of their own. */
  tokens: number
  shown: number
  priority: number | undefined
  state: PromptNode['state']
  why: string | undefined
  /** Names the component that it is of, as spans of the text do. */
  key: string
}

/** The nodes of a prompt in the order in which they are written. An element in one of its like stands beside it. */
export function rowsOf(root: PromptNode): Row[] {
  const rows: Row[] = []
  const visit = (node: PromptNode, depth: number, path: readonly string[]) => {
    const inner = node.children.filter(({ name }) => name !== '')
    const texts = node.children.filter(({ name }) => name === '')
    const own = (count: 'tokens' | 'shown') => node[count] - inner.reduce((sum, child) => sum + child[count], 0)
    rows.push({
      ...{ depth, name: node.name, text: texts.map(({ text = '' }) => text).join(''), priority: node.priority },
      ...{ tokens: own('tokens'), shown: own('shown'), key: keyOf(path) },
      ...{ state: ownState(node, own('tokens'), own('shown')), why: node.why },
    })
    for (const child of inner) {
      visit(child, child.name === node.name ? depth : depth + 1, [...path, child.name])
    }
  }
  for (const child of root.children) {
    if (child.name !== '') visit(child, 0, [child.name])
  }
  return rows
}

/** Where only inner nodes are cut, nothing of a node itself is. */
function ownState({ state }: PromptNode, tokens: number, shown: number): PromptNode['state'] {
  return state === 'part' && shown === tokens ? 'kept' : state
}

/** A path of components, in which one within its like counts once. */
export const keyOf = (path: readonly string[]): string => path.filter((name, at) => name !== path[at - 1]).join(' › ')

/** Whether what one key names is in what the other names. */
export const isWithin = (key: string, around: string): boolean => key === around || key.startsWith(`${around} › `)
