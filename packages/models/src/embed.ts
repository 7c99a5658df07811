import { connectionTo } from './connection.ts'
import type { Candidate } from './candidate.ts'
import { ModelError } from './errors.ts'
import { isPassing, nameFailure } from './failure.ts'
import type { Manners } from './manners.ts'
import { obstacle } from './providers.ts'
import { estimateTokens } from './request.ts'

const patienceMs = 120_000

/** A vector for each text, in order, in batches as large as the provider takes; busy providers are asked again. */
export async function embedTexts(
  { provider, model, ref }: Candidate,
  texts: readonly string[],
  manners: Manners,
  signal: AbortSignal,
): Promise<{ vectors: number[][]; tokens: number }> {
  const hindered = obstacle(provider)
  if (hindered) throw hindered
  const { kind, name, label, state } = provider
  const failing = { provider: name, label, local: kind.local }
  if (!kind.openEmbedding) {
    throw new ModelError('Refused', `${label} makes no vectors. Name another model in caret.models.roles.embedding.`, {
      provider: name,
    })
  }
  const vectors: number[][] = []
  let tokens = 0
  while (vectors.length < texts.length) {
    for (let tries = 1; ; tries++) {
      const timeout = AbortSignal.timeout(patienceMs)
      const ended = AbortSignal.any([signal, timeout])
      try {
        using _place = await state.limiter.enter(signal)
        const opened = await kind.openEmbedding(
          model,
          connectionTo(provider, () => {}, ended),
        )
        const most = (await opened.maxEmbeddingsPerCall) ?? texts.length
        const values = texts.slice(vectors.length, vectors.length + most)
        const { embeddings, usage } = await opened.doEmbed({ values, abortSignal: ended })
        if (embeddings.length !== values.length) {
          const counts = `${embeddings.length} vectors for ${values.length} texts`
          throw new ModelError('BadAnswer', `${label} made ${counts} with ${ref}.`, { provider: name })
        }
        vectors.push(...embeddings)
        tokens += usage?.tokens ?? values.reduce((sum, text) => sum + estimateTokens(text), 0)
        break
      } catch (error) {
        signal.throwIfAborted()
        if (timeout.aborted) {
          throw new ModelError('TimedOut', `${label} took too long over vectors.`, { provider: name })
        }
        const named = nameFailure(error, failing, manners.clean)
        const wait = named.retryAfter ?? manners.firstWait * 2 ** (tries - 1)
        if (!isPassing(named) || tries >= manners.tries || wait > manners.longestWait) throw named
        await manners.sleep(wait, signal)
      }
    }
  }
  return { vectors, tokens }
}
