import type { ServerState } from './supervisor.ts'

export interface ServerStatus {
  id: string
  name: string
  languages: string[]
  /** The names of the settings that it reads. */
  sections: string[]
  /** Whether it is the user's own, and replaces those that Caret knows. */
  custom: boolean
  state: ServerState
  /** What a user should know about the state, in a sentence; may be empty. */
  detail: string
}
