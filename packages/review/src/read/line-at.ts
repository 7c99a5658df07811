import { lowerBound } from '@caret/text'

/** The line of an offset, by where each line starts. */
export const lineAt = (starts: readonly number[], offset: number): number => lowerBound(starts, offset + 1) - 1
