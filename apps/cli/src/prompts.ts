import { pathToFileURL } from 'node:url'
import type { Prompt } from '@caret/prompt'
import { ownPrompts } from '@caret/engine/prompts'
import { CommandError } from './command-error.ts'

/** Caret's prompts and those that the module at `path` exports as `prompts`. */
export async function loadPrompts(path: string | undefined): Promise<readonly Prompt[]> {
  if (path === undefined) return ownPrompts
  const module = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new CommandError(`${path} cannot be loaded: ${(error as Error).message}`)
  })
  const { prompts } = module as { prompts?: unknown }
  if (!Array.isArray(prompts)) throw new CommandError(`${path} must export a list named prompts.`)
  return [...ownPrompts, ...(prompts as Prompt[])]
}
