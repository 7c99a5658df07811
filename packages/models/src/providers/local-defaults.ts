import type { Role } from '../roles.ts'

const embeds = /embed|minilm|\bbge\b|\be5\b|gte-/i
/** Models that were trained to fill in the middle, or to predict the next edit. */
const fills = /coder|codellama|codegemma|codestral|starcoder|stable-code|zeta|sweep|granite.*code|devstral|seed-coder/i
const fast = 4
const quick = 9

/** Which of the models that a local server has serves which role, by name and size (`qwen2.5-coder:7b`: 7 billion). */
export function localDefaults(models: readonly string[]): Partial<Record<Role, string>> {
  const chat = models.filter((name) => !embeds.test(name)).sort((a, b) => size(a) - size(b))
  const coders = chat.filter((name) => fills.test(name))
  const nearest = (names: readonly string[], billions: number) =>
    names.findLast((name) => size(name) <= billions) ?? names[0]
  const found = {
    tab: nearest(coders, fast),
    apply: nearest(coders, quick) ?? nearest(chat, quick),
    fast: nearest(chat, quick),
    smart: chat.at(-1),
    thinking: chat.at(-1),
    embedding: models.find((name) => embeds.test(name)),
  }
  return Object.fromEntries(Object.entries(found).filter(([, name]) => name !== undefined))
}

/** Billions of parameters as the name tells them; 8 where it does not. */
const size = (name: string) => Number(/(\d+(?:\.\d+)?)b\b/i.exec(name)?.[1] ?? 8)
