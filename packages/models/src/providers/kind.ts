import type { EmbeddingModelV3, LanguageModelV3, LanguageModelV3CallOptions } from '@ai-sdk/provider'
import type { Role } from '../roles.ts'
import type { ProviderSettings } from '../settings.ts'

/** How to reach a provider, for one request. */
export interface Connection {
  /** The provider's name in the settings. */
  name: string
  baseURL: string
  key?: string
  headers: Record<string, string>
  /** Tells of life, keeps to this address, and ends with the request's signal. */
  fetch: typeof globalThis.fetch
  settings: ProviderSettings
}

/** A model ready for one request, and the request in its own terms. */
export interface Opened {
  model: LanguageModelV3
  options: LanguageModelV3CallOptions
}

/** A kind of provider: how its models are reached, and what is peculiar to it. Its package is imported when first used. */
export interface ProviderKind {
  kind: string
  /** For people, such as `Anthropic`. */
  label: string
  /** Where it is, unless the settings say otherwise; without it they must, but for a kind that runs in this process. */
  baseURL?: string
  inProcess?: boolean
  /** Its address as the environment has it, if it does. */
  baseURLIn?(env: NodeJS.ProcessEnv): string | undefined
  /** Environment variables that may hold its key, the first that is set counts. */
  keyVariables: readonly string[]
  /** Whether it is of no use without a key. */
  needsKey: boolean
  /** It runs on this machine: costs nothing, leaks nothing, may be slow to start. */
  local: boolean
  /** It is there to be used without being named in the settings, once it has what it needs. */
  builtIn: boolean
  /**
   * The models that it brings for the roles, given those that it has. No hosted provider brings one for `tab` and `embedding`:
   * they work unasked, and must cost nothing unasked.
   */
  defaults(models: readonly string[]): Partial<Record<Role, string>>
  /**
   * How its cache of prompts works: by breakpoints that the request sets and pays for, or by itself. `ttlMs` is how long a prefix
   * is kept, `minTokens` how long it must be. Without it there is nothing to warm.
   */
  cache?: { ttlMs: number; minTokens: number }
  /**
   * The model, and the options with what Caret says in `providerOptions.caret` (see `caret-options.ts`) in the provider's own
   * terms. The model's stream ends when it is cancelled, or when the options' signal is aborted.
   */
  open(model: string, connection: Connection, options: LanguageModelV3CallOptions): Promise<Opened>
  openEmbedding?(model: string, connection: Connection): Promise<EmbeddingModelV3>
  /** Its models' names; free of charge, and so also the way to see whether it is there. */
  listModels(connection: Connection, signal: AbortSignal): Promise<string[]>
}

/** Reads a list of models as JSON. Throws a `Response`'s status as `HttpError`. */
export async function fetchJson(
  { fetch }: Connection,
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(url, { headers, signal })
  if (!response.ok) {
    throw new HttpError(response.status, await response.text(), Object.fromEntries(response.headers))
  }
  return response.json()
}

/** A request that was answered with an error's status; shaped as the AI SDK's own. */
export class HttpError extends Error {
  override name = 'HttpError'
  constructor(
    readonly statusCode: number,
    readonly responseBody: string,
    readonly responseHeaders: Record<string, string>,
  ) {
    super(`Status ${statusCode}`)
  }
}

/** The strings under `key` of the objects in `list`, whatever else is there. */
export function namesIn(list: unknown, key: string): string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown) => {
    const name = (entry as Record<string, unknown> | null)?.[key]
    return typeof name === 'string' ? [name] : []
  })
}
