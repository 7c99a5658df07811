import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Change, NodeReport, Recording } from '@caret/prompt'
import type { Command } from 'commander'
import { cancellable } from '../cancellable.ts'
import { CommandError } from '../command-error.ts'
import { parseCount, percent } from '../numbers.ts'
import { loadPrompts } from '../prompts.ts'

interface RenderOptions {
  budget?: number
  report?: boolean
  json?: boolean
  with?: string
}

interface DiffOptions {
  json?: boolean
  with?: string
}

/** `caret prompt`: recorded requests, rendered again by today's code. */
export function addPrompt(program: Command): void {
  const prompt = program.command('prompt').description('render recorded prompts again')
  prompt
    .command('render')
    .description("render a recorded prompt by today's code")
    .argument('<file>', 'a recording')
    .option('--budget <tokens>', 'in place of the recorded one', parseCount)
    .option('--report', 'what became of each node, and why')
    .option('--with <module>', 'also the prompts that this JavaScript module exports as `prompts`')
    .option('--json', 'print one JSON object')
    .action((file: string, options: RenderOptions) => cancellable((signal) => renderFile(file, options, signal)))
  prompt
    .command('diff')
    .description("what today's code does otherwise, over a folder of recordings")
    .argument('<folder>', 'its .json files are recordings')
    .option('--with <module>', 'also the prompts that this JavaScript module exports as `prompts`')
    .option('--json', 'print one JSON object')
    .action((folder: string, options: DiffOptions) => cancellable((signal) => diffFolder(folder, options, signal)))
  prompt
    .command('cache')
    .description('how much of each request of a session the next one begins with: what a provider can cache')
    .argument('<folder>', 'its .json files are recordings, in the order of their names')
    .option('--json', 'print one JSON object')
    .action((folder: string, options: { json?: boolean }) => measureCache(folder, options))
}

async function renderFile(file: string, options: RenderOptions, signal: AbortSignal): Promise<void> {
  const { replay, showMessages } = await import('@caret/prompt')
  const recording = await readFileAsRecording(file)
  const prompts = await loadPrompts(options.with)
  const rendered = await told(file, replay(recording, { prompts, budget: options.budget }, signal))
  const { messages, tokens, budget, breakpoints, warnings } = rendered
  const report = options.report ? rendered.report() : undefined
  if (options.json) {
    console.log(JSON.stringify({ messages, tokens, budget, breakpoints, warnings, report }))
    return
  }
  console.log(report ? reportLines(report).join('\n') : showMessages(messages).trimEnd())
  console.error(`${tokens} of ${budget} tokens; ${recording.tokens} when it was recorded.`)
  for (const warning of warnings) console.error(warning)
}

async function diffFolder(folder: string, options: DiffOptions, signal: AbortSignal): Promise<void> {
  const { compare } = await import('@caret/prompt')
  const prompts = await loadPrompts(options.with)
  const changes: ({ file: string } & Change)[] = []
  for (const file of await recordingsIn(folder)) {
    signal.throwIfAborted()
    const path = join(folder, file)
    const change = await told(path, compare(await readFileAsRecording(path), { prompts }, signal))
    changes.push({ file, ...change })
  }
  const changed = changes.filter(({ patch }) => patch !== '')
  if (options.json) {
    console.log(JSON.stringify({ recordings: changes.length, changed: changed.length, changes }))
    return
  }
  for (const { file, prompt, version, tokens, patch } of changed) {
    const versions = version[0] === version[1] ? '' : `, version ${version.join(' → ')}`
    console.log(`${file}: ${prompt}${versions}, ${tokens.join(' → ')} tokens`)
    console.log(`${patch.trimEnd()}\n`)
  }
  console.log(`${changed.length} of ${changes.length} recordings changed.`)
}

async function measureCache(folder: string, { json }: { json?: boolean }): Promise<void> {
  const { sharedPrefix } = await import('@caret/prompt')
  const files = await recordingsIn(folder)
  const session = await Promise.all(files.map((file) => readFileAsRecording(join(folder, file))))
  const { requests, share } = await sharedPrefix(session.map(({ messages }) => messages))
  if (json) {
    console.log(JSON.stringify({ requests: session.length, share, each: requests }))
    return
  }
  requests.forEach(({ tokens, shared, share }, at) =>
    console.log(`${files[at + 1]}: ${tokens} tokens, ${shared} as before (${percent(share)} of the one before)`),
  )
  console.log(`${percent(share)} of ${session.length} requests' tokens are a shared prefix.`)
}

async function recordingsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${folder} cannot be read: ${error.message}`)
  })
  const files = names.filter((name) => name.endsWith('.json')).sort()
  if (files.length === 0) throw new CommandError(`There are no recordings in ${folder}: it has no .json file.`)
  return files
}

async function readFileAsRecording(path: string): Promise<Recording> {
  const { readRecording } = await import('@caret/prompt')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} cannot be read: ${error.message}`)
  })
  return told(path, () => readRecording(text))
}

/** What is wrong with a recording is for the user, with its name. */
async function told<Value>(path: string, value: Promise<Value> | (() => Value)): Promise<Value> {
  const { PromptError } = await import('@caret/prompt')
  try {
    return await (typeof value === 'function' ? value() : value)
  } catch (error) {
    if (error instanceof PromptError) throw new CommandError(`${path}: ${error.message}`)
    throw error
  }
}

function reportLines(node: NodeReport, indent = ''): string[] {
  const { name, text, shown, tokens, priority, state, why, children } = node
  const what = name || JSON.stringify(text)
  const when = priority >= 1e9 ? 'must be kept' : `priority ${priority}`
  const line = `${indent}${what}  ${shown} of ${tokens} tokens, ${when}, ${state}${why ? ` (${why})` : ''}`
  return [line, ...children.flatMap((child) => reportLines(child, `${indent}  `))]
}
