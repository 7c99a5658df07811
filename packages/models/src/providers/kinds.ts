import { anthropic } from './anthropic.ts'
import { compatible, lmstudio, ollama } from './compatible.ts'
import { google } from './google.ts'
import type { ProviderKind } from './kind.ts'
import { openai } from './openai.ts'

/** In the order in which they are preferred where the settings leave it open: hosted ones with a key, then local ones. */
export const builtInKinds: readonly ProviderKind[] = [anthropic, openai, google, compatible, ollama, lmstudio]
