import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const modules = 1500

/** The file of the project that is typed into; it imports from many others. */
export const typedFile = 'src/typed.ts'

/** A TypeScript project of 1,500 modules that all stand on one, and the programs that keep a machine busy. */
export function makeTypedProject(folder: string): void {
  mkdirSync(join(folder, 'src'), { recursive: true })
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text)
  write(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "noEmit": true, "allowImportingTsExtensions": true }, "include": ["src"] }\n',
  )
  touchCore(folder)
  for (let index = 0; index < modules; index++) write(`src/module${index}.ts`, moduleText(index))
  const imports = Array.from(
    { length: 40 },
    (_, index) => `import { value${index * 30} } from './module${index * 30}.ts'`,
  )
  const uses = Array.from({ length: 40 }, (_, index) => `export const use${index} = value${index * 30}.first.length`)
  write(typedFile, `${imports.join('\n')}\n\n${uses.join('\n')}\n`)
  write('build.mjs', build)
  write('spin.mjs', 'for (;;);\n')
}

/** Changes the module that all others stand on: everything must be checked again. */
export function touchCore(folder: string, round = 0): void {
  writeFileSync(
    join(folder, 'src/core.ts'),
    `export interface Core<T> {
  first: T
  rest: readonly T[]
  round${round}: number
}
export type Deep<T> = { [K in keyof T]: T[K] extends (infer U)[] ? Deep<U>[] : T[K] extends object ? Deep<T[K]> : T[K] }
export const core = <T>(first: T, ...rest: T[]): Core<T> => ({ first, rest, round${round}: ${round} })
`,
  )
}

function moduleText(index: number): string {
  const before = Math.max(0, index - 1)
  const imports = index > 0 ? `import { value${before} } from './module${before}.ts'\n` : ''
  const fields = Array.from({ length: 20 }, (_, field) => `  field${field}: { a${field}: string[]; b: number }`)
  return `import { core, type Core, type Deep } from './core.ts'
${imports}
export interface Shape${index} {
${fields.join('\n')}
}
export const value${index}: Core<string> = core('module ${index}'${index > 0 ? `, value${before}.first` : ''})
export function read${index}(shape: Deep<Shape${index}>): number {
  return Object.values(shape).reduce((sum, field) => sum + field.b, value${index}.rest.length)
}
`
}

/** Prints 20,000 lines a second, as compilers and test runners do at their worst. */
const build = `let line = 0
setInterval(() => {
  let text = ''
  for (let i = 0; i < 1000; i++) text += '\\x1b[32m✓\\x1b[0m built src/module' + line++ + '.ts in ' + (line % 97) + ' ms\\n'
  process.stdout.write(text)
}, 50)
`
