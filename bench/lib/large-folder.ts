import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A word that stands in three files, and one that stands in every source file, several times. */
export const rareWord = 'zephyrQuotient'
export const commonWord = 'export'

/** Files that git does not ignore: packages of modules of about a kilobyte each, 20 to a folder. */
const sources = 100_000
const perFolder = 20
const foldersPerPackage = 25
/** Beside them, ignored. */
const dependencies = 20_000

/** Makes a git repository of 100,000 files in `folder`, all committed, with an ignored `node_modules` beside them. */
export async function makeLargeFolder(folder: string): Promise<void> {
  await writeAll(folder, [
    ['.gitignore', 'node_modules/\ndist/\n*.log\n'],
    ['package.json', '{ "name": "large", "private": true, "workspaces": ["packages/*"] }\n'],
    [
      'tsconfig.json',
      '{ "compilerOptions": { "strict": true, "module": "esnext" }, "include": ["packages/p0/src"] }\n',
    ],
  ])
  await inFolders(sources, (index) => {
    const inPackage = Math.floor(index / perFolder)
    const folder = inPackage % foldersPerPackage
    const path = `packages/p${Math.floor(inPackage / foldersPerPackage)}/src/area${Math.floor(folder / 5)}/part${folder % 5}`
    return [join(path, `module${index}.ts`), source(index)]
  })
  await inFolders(dependencies, (index) => [
    join('node_modules', `dependency${Math.floor(index / 100)}`, 'lib', `file${index % 100}.js`),
    `module.exports.value${index} = ${index}\n`,
  ])
  const env = withoutRepository()
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore', env })
  const settings = ['core.fsync=none', 'gc.auto=0', 'user.name=Bench', 'user.email=bench@example.com']
  const withSettings = settings.flatMap((setting) => ['-c', setting])
  git('init', '-q', '-b', 'main')
  git(...withSettings, 'add', '-A')
  git(...withSettings, 'commit', '-q', '-m', 'Everything')

  async function inFolders(count: number, file: (index: number) => [string, string]) {
    for (let start = 0; start < count; start += 2000) {
      await writeAll(
        folder,
        Array.from({ length: Math.min(2000, count - start) }, (_, index) => file(start + index)),
      )
    }
  }
}

async function writeAll(folder: string, files: [path: string, text: string][]): Promise<void> {
  const parents = new Set(files.map(([path]) => join(folder, path, '..')))
  await Promise.all([...parents].map((parent) => mkdir(parent, { recursive: true })))
  await Promise.all(files.map(([path, text]) => writeFile(join(folder, path), text)))
}

function source(index: number): string {
  const previous = index - 1
  const lines = index % perFolder ? [`import { compute${previous} } from './module${previous}.ts'`, ''] : []
  lines.push(`/** What module ${index} knows of its area: a running total and how often it was asked. */`)
  lines.push(`export interface State${index} {`, '  total: number', '  asked: number', '  names: string[]', '}', '')
  lines.push(`export const initial${index}: State${index} = { total: ${index}, asked: 0, names: [] }`, '')
  lines.push(`export function compute${index}(state: State${index}, step: number): number {`)
  lines.push('  if (!Number.isFinite(step)) throw new RangeError(`A step is a finite number, not ${step}.`)')
  lines.push('  state.asked += 1', '  state.total += step * state.names.length')
  lines.push(index % perFolder ? `  return state.total + compute${previous}.length` : '  return state.total', '}', '')
  lines.push(`export const describe${index} = (state: State${index}): string =>`)
  lines.push(`  state.names.map((name, at) => \`\${at + 1}. \${name}\`).join(', ') || 'module ${index} has no names'`)
  if (index % 33_334 === 7) lines.push(`export const ${rareWord}${index} = ${index}`)
  return `${lines.join('\n')}\n`
}

/** The environment without what would lead git elsewhere than to the folder it is told: `GIT_DIR`, which hooks set, and others. */
function withoutRepository(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
}
