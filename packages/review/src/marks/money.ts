import { changedWords } from './changed-words.ts'
import { type MarkSource, topicWeight } from './mark-source.ts'

/** Code about money: a wrong sign costs some. */
export const money: MarkSource = (hunk) => {
  if (hunk.role !== 'source') return []
  const word = changedWords(hunk).find(({ parts }) => parts.some((part) => words.has(part)))
  if (!word) return []
  return [
    {
      kind: 'money',
      side: word.side,
      line: word.line,
      reason: `This is about money: \`${word.name}\`.`,
      weight: topicWeight,
    },
  ]
}

const words = new Set(
  `price prices pricing currency invoice invoices payment payments payout refund refunds billing vat salary wage taxes
   checkout subtotal iban`.split(/\s+/),
)
