import type { Tokenizer } from '@caret/prompt'
import priompt from '@impowering/priompt'
import priomptTokenizer from '@impowering/priompt/dist/tokenizer.js'
import promptTsx, { type PromptPiece, type Raw } from '@vscode/prompt-tsx'

// Both are CommonJS.
const { OutputMode, PromptElement, PromptRenderer, TextChunk, UserMessage } = promptTsx
const { O200K } = priomptTokenizer
const rawMode: typeof OutputMode.Raw = OutputMode.Raw

export interface Line {
  text: string
  priority: number
}

/** With `@vscode/prompt-tsx`; its tokenizer remembers counts, as Caret's does. */
export async function renderWithPromptTsx(lines: readonly Line[], budget: number, tokenizer: Tokenizer): Promise<void> {
  class Lines extends PromptElement {
    override render() {
      const chunks = lines.map(({ text, priority }) => vscpp(TextChunk, { priority }, text))
      return vscpp(UserMessage, {}, ...chunks) as unknown as PromptPiece
    }
  }
  const renderer = new PromptRenderer({ modelMaxPromptTokens: budget }, Lines, {}, countingTokenizer(tokenizer))
  const { tokenCount } = await renderer.render()
  mustFit(tokenCount, budget)
}

function countingTokenizer({ count, perMessage = 0 }: Tokenizer) {
  const tokenLength = (part: Raw.ChatCompletionContentPart): number => {
    if (!('text' in part)) return 0
    const known = counts.get(part.text) ?? count(part.text)
    counts.set(part.text, known)
    return known
  }
  const countMessageTokens = ({ content }: Raw.ChatMessage): number =>
    content.reduce((sum, part) => sum + tokenLength(part), perMessage)
  return { mode: rawMode, tokenLength, countMessageTokens }
}

const counts = new Map<string, number>()

/** With the fork of priompt, whose tokenizer is native. */
export async function renderWithPriompt(lines: readonly Line[], budget: number): Promise<void> {
  const scopes = lines.map(({ text, priority }) => priompt.createElement('scope', { p: priority }, text))
  const tree = priompt.createElement(priompt.UserMessage, null, ...scopes)
  const { tokenCount } = await priompt.render(tree, { tokenLimit: budget, tokenizer: O200K })
  mustFit(tokenCount, budget)
}

/** A renderer that shows too much, or next to nothing, is not measured. */
export function mustFit(tokens: number, budget: number): void {
  if (!(tokens <= budget) || tokens < budget / 2) throw new Error(`${tokens} tokens where there is room for ${budget}.`)
}
