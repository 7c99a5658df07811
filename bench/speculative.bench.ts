import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createPlan, decode, ModelRegistry, modelsFolder, openLocalModels } from '@caret/models'
import { writeTinyModel } from '@caret/models/testing'
import { encode } from 'gpt-tokenizer'
import { readEdits } from './lib/edits.ts'
import { type Measures, openReport, root } from './lib/report.ts'
import { median } from './lib/statistics.ts'
import { TemporaryFolder } from './lib/temporary.ts'

/**
 * Speculative edits. `oracle`: a model that is taken to write exactly what a person wrote, over the latest `--runs` (20) edits of the
 * repositories in `CARET_BENCH_REPOSITORIES` (separated by `:`; by default this one), in the tokens of GPT-4o: tokens for each pass
 * of the model, and tokens read for each that is written. `model`: a small model with random weights, in its process: what it says
 * by itself is its draft, as it is and with every 40th word replaced; times are ratios.
 */
const report = openReport('speculative', 20)
const repositories = process.env.CARET_BENCH_REPOSITORIES?.split(':') ?? [root]
const oracle: Measures = {}
for (const repository of repositories) {
  const name = basename(repository) === 'repo' ? basename(join(repository, '..')) : basename(repository)
  report.say(`${name} …`)
  oracle[repository === root ? 'caret' : name] = await measureOracle(repository)
}
report.say('A model …')
report.end({ oracle, model: await measureModel() })

async function measureOracle(repository: string): Promise<Measures> {
  const each: number[] = []
  const sums = { tokens: 0, passes: 0, read: 0, plan_us: 0 }
  for (const { before, after } of readEdits(repository, report.runs)) {
    const [draft, text] = [encode(before), encode(after)]
    const started = performance.now()
    const { passes, read } = await rewrite(draft, text)
    sums.plan_us += (performance.now() - started) * 1000
    sums.tokens += text.length + 1
    sums.passes += passes
    sums.read += read
    each.push((text.length + 1) / passes)
  }
  return {
    edits: each.length,
    tokens: sums.tokens,
    passes: sums.passes,
    tokens_per_pass: sums.tokens / sums.passes,
    tokens_per_pass_median: median(each),
    tokens_per_pass_least: Math.min(...each),
    read_per_token: sums.read / sums.tokens,
    own_us_per_token: sums.plan_us / sums.tokens,
  }
}

/** How often a model that writes `text` is run, given `draft`, and how many tokens it reads. */
async function rewrite(draft: number[], text: number[]): Promise<{ passes: number; read: number }> {
  const end = -1
  let [at, passes, read] = [0, 0, 0]
  const model = {
    forward(tokens: readonly number[]) {
      const said = tokens.map((_, offset) => text[at + offset] ?? end)
      at += tokens.length
      read += tokens.length
      passes++
      return Promise.resolve(said)
    },
    rewind(count: number) {
      at -= count
      return Promise.resolve()
    },
  }
  const written: number[] = []
  const decoding = { last: end, maxTokens: text.length + 1, ends: (token: number) => token === end }
  for await (const tokens of decode(model, createPlan(draft), decoding, new AbortController().signal)) {
    written.push(...tokens)
  }
  if (written.length !== text.length + 1 || text.some((token, place) => token !== written[place])) {
    throw new Error('The draft has changed what was written.')
  }
  return { passes, read }
}

async function measureModel(): Promise<Measures> {
  using data = new TemporaryFolder()
  mkdirSync(modelsFolder(data.path), { recursive: true })
  writeTinyModel(join(modelsFolder(data.path), 'tiny.gguf'), { context: 4096, layers: 4, width: 256 })
  await using local = openLocalModels({ dataFolder: data.path })
  await using models = new ModelRegistry({ dataFolder: data.path, env: {} })
  using _registered = models.register(local.kind)
  const model = models.languageModel('local/tiny')

  async function ask(draft: string) {
    const started = performance.now()
    const { content, usage, providerMetadata } = await model.doGenerate({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'Write.' }] }],
      temperature: 0,
      maxOutputTokens: 1000,
      providerOptions: { caret: { draft } },
    })
    const [first] = content
    const passes = Number(providerMetadata?.caret?.passes ?? Number.NaN)
    const tokens = usage.outputTokens.total ?? Number.NaN
    return { text: first?.type === 'text' ? first.text : '', passes, tokens, ms: performance.now() - started }
  }

  await ask('')
  const plain = await ask('')
  const result: Measures = {}
  const changed = plain.text.replaceAll(/(.{40})../gs, '$1##')
  for (const [name, draft] of Object.entries({ same: plain.text, changed })) {
    const drafted = await ask(draft)
    result[name] = {
      equal: Number(drafted.text === plain.text),
      tokens_per_pass: drafted.tokens / drafted.passes,
      times_faster: plain.ms / drafted.ms,
    }
  }
  return result
}
