import { changedWords } from './changed-words.ts'
import type { MarkSource } from './mark-source.ts'

/** Code about money: a wrong sign costs some. */
export const money: MarkSource = (hunk) => {
  if (hunk.file.role !== 'source') return []
  const word = changedWords(hunk).find(({ parts }) => parts.some((part) => words.has(part)))
  if (!word) return []
  return [
    { kind: 'money', side: word.side, line: word.line, reason: `This is about money: \`${word.name}\`.`, weight: 0.5 },
  ]
}

const words = new Set(
  `price prices pricing currency invoice invoices payment payments payout refund refunds billing vat salary wage taxes
   checkout subtotal iban`.split(/\s+/),
)
