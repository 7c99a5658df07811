import type { ReviewMark } from '@caret/protocol'
import type { HunkView } from '../read/file-view.ts'
import { isAside } from '../read/role.ts'
import { changedWords } from './changed-words.ts'
import { type MarkSource, topicWeight } from './mark-source.ts'

/** Known dangers that the hunk brings in, and code that decides who may do what. */
export const security: MarkSource = (hunk) => {
  if (hunk.role !== 'source' || isAside(hunk.file.path)) return []
  const dangers = dangersIn(hunk)
  return dangers.length > 0 ? dangers : topicOf(hunk)
}

function dangersIn({ file, before, after }: HunkView): ReviewMark[] {
  const had = file.before.lines.slice(before.start, before.end).join('\n')
  const found: ReviewMark[] = []
  for (let line = after.start; line < after.end; line++) {
    const text = file.after.lines[line]!
    // In a comment, it is spoken of.
    if (/^\s*(\/\/|#|\*|\/\*|--)/.test(text)) continue
    for (const [pattern, reason] of dangers) {
      if (pattern.test(text) && !pattern.test(had))
        found.push({ kind: 'security', side: 'after', line, reason, weight: 0.9 })
    }
  }
  return found
}

const dangers: readonly (readonly [RegExp, string])[] = [
  [/(?<![.\w$])eval\s*\(|\bnew Function\s*\(/, 'A text is run as code.'],
  [
    /\.(inner|outer)HTML\s*\+?=[^=]|dangerouslySetInnerHTML|\bv-html=|document\.write\(/,
    'A text becomes HTML: is it safe?',
  ],
  [
    /\bshell\s*[=:]\s*(True|true)\b|\bos\.system\(|\bexecSync\(\s*[`$]|\bexec\(\s*`/,
    'A command goes through a shell: can a part of it come from outside?',
  ],
  [
    /\bverify\s*=\s*False\b|InsecureSkipVerify:\s*true|rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED/,
    'Certificates are not checked.',
  ],
  [/\bpickle\.loads?\(|\byaml\.load\((?!.*Safe)|\bunserialize\(|\bMarshal\.load\(/, 'What is read here can run code.'],
  [/Access-Control-Allow-Origin['"]?\s*[,:=]\s*['"]\*/, 'Every site may ask this one.'],
  [
    /["'`](SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^"'`]*(["'`]\s*(\+|%|\.format)|\$\{|\{\w+\})/i,
    'A query is put together from texts.',
  ],
  [
    /\b(md5|sha1)\s*\(|createHash\(\s*['"](md5|sha1)['"]|hashlib\.(md5|sha1)/i,
    'A weak hash: is anything trusted because of it?',
  ],
  [/\bchmod\b[^\n]*\b0?o?777\b/, 'Everybody may write it.'],
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{36}\b|\bsk-[A-Za-z0-9]{32,}/,
    'This looks like a key that should be secret.',
  ],
  [/\bunsafe\s*\{|\bunsafe\s+(fn|impl)\b/, 'The compiler does not check what is unsafe.'],
]

function topicOf(hunk: HunkView): ReviewMark[] {
  const word = changedWords(hunk).find(({ parts }) => parts.some((part) => topics.has(part)))
  if (!word) return []
  const gone = word.side === 'before' ? ', which is gone' : ''
  const reason = `This decides about secrets or rights: \`${word.name}\`${gone}.`
  return [{ kind: 'security', side: word.side, line: word.line, reason, weight: topicWeight }]
}

const topics = new Set(
  `password passwords passwd passphrase secret secrets credential credentials csrf xsrf jwt oauth sanitize sanitizer sanitized
   encrypt decrypt encryption cipher hmac authenticate authenticated authentication authorize authorized authorization
   privilege privileges sudo sandbox`.split(/\s+/),
)
