import { listed, nameOf } from '../words.ts'
import type { Dependency } from './depends.ts'
import type { Draft } from './draft.ts'

/** Why a step stands where it stands. */
export function whyOf(draft: Draft, uses: readonly Dependency[], users: readonly Draft[]): string | undefined {
  if (uses.length > 0) {
    const names = [...new Set(uses.map(({ name }) => name))]
    return draft.kind === 'test' ? `tests ${listed(names)}` : `uses ${listed(names)} from above`
  }
  const nameOfUser = ({ subjects, file }: Draft) =>
    file.kind === 'created' ? nameOf(file.path) : (subjects[0]?.qualified ?? nameOf(file.path))
  const names = [...new Set(users.map(nameOfUser))]
  return names.length > 0 ? `used by ${listed(names)} below` : undefined
}
