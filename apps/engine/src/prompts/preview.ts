import { type NodeReport, type Prompt, readRecording, replay, type SourceSpan, type PromptPart } from '@caret/prompt'
import type { PromptNode, PromptPreview, PromptSpan } from '@caret/protocol'

/** A recorded prompt, rendered by today's code. Throws `PromptError`: it is none, or cannot be rendered in that budget. */
export async function preview(
  text: string,
  prompts: readonly Prompt[],
  budget: number | undefined,
  signal?: AbortSignal,
): Promise<PromptPreview> {
  const recording = readRecording(text)
  const rendered = await replay(recording, { prompts, budget }, signal)
  const sources = rendered.sources()
  return {
    prompt: recording.prompt,
    recorded: { tokens: recording.tokens, budget: recording.budget },
    budget: rendered.budget,
    tokens: rendered.tokens,
    messages: rendered.messages.map(({ role, content }, message) => ({
      role,
      spans: content.flatMap((part, at) =>
        spansOf(
          part,
          sources.filter((span) => span.message === message && span.part === at),
        ),
      ),
    })),
    cacheable: rendered.breakpoints.at(-1)?.tokens ?? 0,
    warnings: rendered.warnings,
    report: nodeOf(rendered.report()),
  }
}

function spansOf(part: PromptPart, sources: readonly SourceSpan[]): PromptSpan[] {
  const path = sources[0]?.path ?? []
  switch (part.type) {
    case 'text':
      return sources.map(({ start, end, path }) => ({ text: part.text.slice(start, end), path }))
    case 'image':
      return [{ text: '[image]\n', path }]
    case 'tool-call':
      return [{ text: `[call of ${part.name} ${JSON.stringify(part.input)}]\n`, path }]
    case 'tool-result':
      return [{ text: part.content.map((inner) => (inner.type === 'text' ? inner.text : '[image]')).join(''), path }]
  }
}

const reasons: Record<NonNullable<NodeReport['why']>, string> = {
  budget: 'did not fit',
  around: 'with its parent',
  alternative: 'another is shown',
  placeholder: 'its other is kept',
}

/** Above this, priorities only say that a node must be kept. */
const essential = 1e9

function nodeOf({ name, text, tokens, shown, priority, state, why, children }: NodeReport): PromptNode {
  return {
    ...{ name, tokens, shown, state },
    ...(text !== undefined && { text }),
    ...(priority < essential && { priority }),
    ...(state !== 'kept' && why && { why: reasons[why] }),
    children: children.map(nodeOf),
  }
}
