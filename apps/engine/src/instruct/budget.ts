import type { ModelRegistry } from '@caret/models'
import type { Laid } from './contract.ts'

/** In tokens: the whole prompt. What is next to the lines matters most, and a longer prompt answers later. */
const hosted = 16_000
/** Of models on this machine, which read slowly and remember less. */
const local = 6_000

/** Who answers, and why that one. */
interface Routed {
  /** A role, or `provider/model`. */
  role: string
  reason?: string
}

/**
 * A prompt as large as who will answer it takes. Who that is depends on the prompt, too: so it is laid out for the larger ones first.
 * @param lay throws where it does not fit
 */
export async function budgetFor(
  models: ModelRegistry,
  lay: (budget: number) => Promise<Laid>,
  route: (laid: Laid) => Promise<Routed>,
  signal: AbortSignal,
): Promise<Laid & { routed: Routed }> {
  const laid = await lay(hosted)
  const routed = await route(laid)
  if (laid.tokens <= local) return { ...laid, routed }
  for await (const { provider } of models.candidates(routed.role, signal)) {
    return provider.kind.local ? { ...(await lay(local)), routed } : { ...laid, routed }
  }
  return { ...laid, routed }
}
