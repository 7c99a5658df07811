/**
 * What a model is used for: the next edit, a sketch made into a file, quick answers, good answers, hard questions, and vectors
 * of texts.
 */
export const roles = ['tab', 'apply', 'fast', 'smart', 'thinking', 'embedding'] as const
export type Role = (typeof roles)[number]

export const isRole = (name: string): name is Role => (roles as readonly string[]).includes(name)

/** A model by its provider's name and its own, such as `anthropic/claude-opus-5-5`; its own may hold slashes. */
export function splitModel(ref: string): { provider: string; model: string } | undefined {
  const at = ref.indexOf('/')
  return at > 0 && at < ref.length - 1 ? { provider: ref.slice(0, at), model: ref.slice(at + 1) } : undefined
}
