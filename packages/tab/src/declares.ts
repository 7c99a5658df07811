import { lineStart } from './sources/lines.ts'
import { placesOf } from './words.ts'

/** Whether a text declares a name outside of everything else. */
export function declares(text: string, name: string): boolean {
  return placesOf(name, text).some((at) => declaration.test(text.slice(lineStart(text, at), at)))
}

const declaration =
  /^(?:(?:export|default|declare|public|internal|protected|private|abstract|final|sealed|open|data|static|async|unsafe|pub(?:\([\w ]+\))?)\s+)*(?:function\s*\*?|const(?: enum)?|let|var|val|class|interface|type|enum|struct|trait|def|defmodule|func|fn|fun|mod|module|namespace|object|record|protocol)\s+$/
