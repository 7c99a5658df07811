import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FakeProvider } from '@caret/models/testing'

/** Models for pictures: Anthropic and a server of one's own answer, on loopback; nothing else is there. */
export function modelSettings({ url }: FakeProvider): Record<string, unknown> {
  const at = { baseURL: `${url}/v1` }
  // Where nobody listens.
  const off = { baseURL: 'http://127.0.0.1:47999/v1' }
  return {
    'caret.models.providers': { anthropic: at, openai: at, google: at, ollama: off, lmstudio: off },
    'caret.models.dailyBudget': 5,
  }
}

/** Two weeks of use, as the engine keeps it. */
export function writeUsage(dataFolder: string): void {
  const folder = join(dataFolder, 'models', 'usage')
  mkdirSync(folder, { recursive: true })
  for (const [ago, share] of [0.4, 0.9, 0.7, 0, 0, 0.5, 1, 0.6, 0.85, 0.3, 0, 0, 0.45, 0.2].entries()) {
    if (share === 0) continue
    const time = new Date()
    time.setHours(0, 1, 0, 0)
    time.setDate(time.getDate() - ago)
    const pad = (n: number) => String(n).padStart(2, '0')
    const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
    const line = (model: string, tokens: number, cost?: number) => {
      const [input, output] = [Math.round(tokens * 0.9), Math.round(tokens * 0.1)]
      return JSON.stringify({ time, model, input, output, cacheRead: 0, cacheWrite: 0, reasoning: 0, cost })
    }
    const lines = [
      line('anthropic/claude-sonnet-5-5', 900_000 * share, 2.52 * share),
      line('anthropic/claude-haiku-5-5', 400_000 * share, 0.06 * share),
      ...(ago > 4 && ago < 8 ? [line('gateway/large', 120_000 * share)] : []),
    ]
    writeFileSync(join(folder, `${day}.jsonl`), `${lines.join('\n')}\n`)
  }
}

/** A model for this machine of which half has come: a file of so many bytes, none of them written. */
export function writeHalfModel(dataFolder: string): void {
  const file = join(dataFolder, 'models', 'local', 'qwen2.5-coder-1.5b-q8_0.gguf.part')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  truncateSync(file, 700_000_000)
}
