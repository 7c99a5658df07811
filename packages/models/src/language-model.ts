import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3Content,
  LanguageModelV3GenerateResult,
  LanguageModelV3StreamPart,
} from '@ai-sdk/provider'

type Ask = (options: LanguageModelV3CallOptions, signal: AbortSignal) => AsyncGenerator<LanguageModelV3StreamPart>

/** What answers `ask` as a model of the AI SDK. */
export function asLanguageModel(modelId: string, ask: Ask): LanguageModelV3 {
  const begin = ({ abortSignal = new AbortController().signal, ...options }: LanguageModelV3CallOptions) =>
    ask(options, abortSignal)
  return {
    specificationVersion: 'v3',
    provider: 'caret',
    modelId,
    supportedUrls: {},
    doStream(options) {
      const parts = begin(options)
      const stream = new ReadableStream<LanguageModelV3StreamPart>({
        async pull(controller) {
          const { done, value } = await parts.next()
          if (done) controller.close()
          else controller.enqueue(value)
        },
        async cancel() {
          await parts.return(undefined)
        },
      })
      return Promise.resolve({ stream })
    },
    doGenerate: (options) => collect(begin(options)),
  }
}

async function collect(parts: AsyncIterable<LanguageModelV3StreamPart>): Promise<LanguageModelV3GenerateResult> {
  const content: LanguageModelV3Content[] = []
  const open = new Map<string, { type: 'text' | 'reasoning'; text: string }>()
  let end: Extract<LanguageModelV3StreamPart, { type: 'finish' }> | undefined
  for await (const part of parts) {
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start': {
        const block = { type: part.type === 'text-start' ? ('text' as const) : ('reasoning' as const), text: '' }
        open.set(part.id, block)
        content.push(block)
        break
      }
      case 'text-delta':
      case 'reasoning-delta': {
        const block = open.get(part.id)
        if (block) block.text += part.delta
        break
      }
      case 'tool-call':
      case 'tool-result':
      case 'file':
      case 'source':
        content.push(part)
        break
      case 'finish':
        end = part
        break
      default:
    }
  }
  if (!end) throw new Error('A stream without an end passed for one that has one.')
  const { finishReason, usage, providerMetadata } = end
  return { content, finishReason, usage, warnings: [], ...(providerMetadata && { providerMetadata }) }
}
