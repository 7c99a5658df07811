import { essential } from './box.ts'
import type { PromptElement } from './element.ts'
import type { Sizing } from './intrinsic.ts'
import { headersByIndent, headersIn, type LineRange } from './scopes.ts'

export interface FileProps extends Sizing {
  path: string
  text: string
  /** The line of the caret, from 0; without one the file's head is kept. */
  caret?: number
  /** Functions, classes and the like by their lines; default: what the indentation tells. */
  scopes?: readonly LineRange[]
  language?: string
  /** Shows the number of each line. */
  lineNumbers?: boolean
}

/**
 * A file as a fenced block: what does not fit into its budget, or its share of what is left, is marked as left out. The line of
 * the caret is kept first, then the headers of the scopes around it, then the lines that are nearest.
 */
export function File({
  path,
  text,
  caret,
  scopes,
  language,
  lineNumbers = false,
  budget,
  flex,
  max,
}: FileProps): PromptElement {
  const prefer =
    caret === undefined ? [] : scopes ? headersIn(scopes, caret) : headersByIndent(text.split(/\r?\n/), caret)
  const lines = (
    <code path={path} {...(language !== undefined && { language })}>
      <truncate text={text} focus={caret ?? 'start'} prefer={prefer} lineNumbers={lineNumbers} priority={essential} />
    </code>
  )
  if (budget !== undefined) return <isolate budget={budget}>{lines}</isolate>
  return (
    <flex {...(flex !== undefined && { weight: flex })} {...(max !== undefined && { max })}>
      {lines}
    </flex>
  )
}
