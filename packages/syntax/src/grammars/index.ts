import type { Language } from '../languages.ts'
import { cpp } from './cpp.ts'
import { csharp } from './csharp.ts'
import { go } from './go.ts'
import type { Grammar } from './grammar.ts'
import { java } from './java.ts'
import { python } from './python.ts'
import { rust } from './rust.ts'
import { bash, css, php, ruby } from './scripting.ts'
import { javascript, tsx, typescript } from './typescript.ts'

export const grammars: Record<Language, Grammar> = {
  ...{ bash, cpp, csharp, css, go, java, javascript, php, python, ruby, rust, tsx, typescript },
}
