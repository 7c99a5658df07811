import type { ModelRegistry } from '@caret/models'
import type { Command } from 'commander'
import { cancellable } from '../cancellable.ts'
import { CommandError } from '../command-error.ts'

/** `caret models`: which models there are, who serves which role, what was spent; `caret models test` asks one. */
export function addModels(program: Command): void {
  const models = program.command('models').description('say which models there are, and test them')
  models
    .command('status', { isDefault: true })
    .description('providers, roles, and what was spent today')
    .option('--json', 'print it as JSON')
    .action(({ json }: { json?: boolean }) => withModels((registry, signal) => status(registry, json ?? false, signal)))
  models
    .command('list')
    .description('the models of the providers that are ready')
    .argument('[provider]', 'of this one only')
    .action((provider: string | undefined) => withModels((registry, signal) => list(registry, provider, signal)))
  models
    .command('test')
    .description('have a model answer something short')
    .argument('[model]', 'a role, or provider/model', 'smart')
    .action((model: string) => withModels((registry, signal) => testModel(registry, model, signal)))
}

function withModels(run: (registry: ModelRegistry, signal: AbortSignal) => Promise<void>): Promise<void> {
  return cancellable(async (signal) => {
    const { defaultDataFolder } = await import('@caret/engine')
    const { ModelError, ModelRegistry } = await import('@caret/models')
    await using registry = new ModelRegistry({ dataFolder: defaultDataFolder() })
    try {
      await run(registry, signal)
    } catch (error) {
      throw error instanceof ModelError ? new CommandError(error.message) : error
    }
  })
}

async function status(registry: ModelRegistry, json: boolean, signal: AbortSignal): Promise<void> {
  const providers = await registry.providers(signal)
  const [roles, usage] = await Promise.all([registry.roles(signal), registry.usage(7)])
  if (json) {
    console.log(JSON.stringify({ providers, roles, usage }, undefined, 2))
    return
  }
  for (const { name, state, detail } of providers) {
    console.log(`${state === 'ready' || state === 'answers' ? '✓' : '·'} ${name.padEnd(12)} ${detail}`)
  }
  console.log()
  for (const { role, models, problem } of roles) {
    console.log(`${role.padEnd(12)}   ${models.join(', then ') || problem}`)
  }
  const budget = usage.budget === undefined ? '' : ` of $${usage.budget.toFixed(2)}`
  console.log(`\nSpent today: $${usage.spentToday.toFixed(2)}${budget}`)
}

async function list(registry: ModelRegistry, only: string | undefined, signal: AbortSignal): Promise<void> {
  const names = only ? [only] : (await registry.providers(signal)).map(({ name }) => name)
  const looked = await Promise.all(names.map((name) => registry.check(name, signal)))
  for (const { name, models, state, detail } of looked) {
    if (only && state !== 'answers') throw new CommandError(detail)
    for (const model of models) console.log(`${name}/${model}`)
  }
  if (looked.every(({ models }) => models.length === 0)) {
    throw new CommandError('No provider lists a model. `caret models` says what each of them lacks.')
  }
}

async function testModel(registry: ModelRegistry, asked: string, signal: AbortSignal): Promise<void> {
  const { model, firstMs, totalMs, cost } = await registry.test(asked, signal)
  const price = cost === undefined ? 'price unknown' : `$${cost.toFixed(6)}`
  console.log(`${model} answers: first word after ${firstMs} ms, done after ${totalMs} ms, ${price}.`)
}
