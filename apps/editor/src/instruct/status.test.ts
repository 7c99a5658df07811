import { expect, test } from 'vitest'
import { type Status, statusLine } from './status.ts'

const model = 'anthropic/claude'

test.each<[Status, string]>([
  [{ kind: 'asked' }, 'Thinking…'],
  [{ kind: 'asked', model }, 'claude…'],
  [{ kind: 'asked', model, why: 'busy' }, 'claude… · busy'],
  [{ kind: 'done', model, changed: 3, ms: 1234 }, 'claude · 3 lines changed · 1.2 s'],
  [{ kind: 'done', model, changed: 1, ms: 100 }, 'claude · 1 line changed · 0.1 s'],
  [{ kind: 'done', model, changed: 0, ms: 0 }, 'claude · nothing to change · 0.0 s'],
  [{ kind: 'words', model, asked: 'y', text: 'x', meantToEdit: false }, 'claude…'],
  [{ kind: 'words', model, asked: 'y', text: 'x', ms: 900, meantToEdit: true }, 'claude · changed nothing · 0.9 s'],
])('%j: %s', (status, line) => {
  expect(statusLine(status)).toBe(line)
})
