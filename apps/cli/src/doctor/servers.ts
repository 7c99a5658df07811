import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { findProgram } from '../programs.ts'
import { repository } from '../repository.ts'
import type { Finding } from './finding.ts'
import { versionOf } from './machine.ts'

/** The language servers: those that Caret brings, and those that it uses where the user has them. */
export async function examineServers(): Promise<Finding[]> {
  return [...brought.map(examineBrought), ...(await Promise.all(own.map(examineOwn)))]
}

const brought = [
  { languages: 'TypeScript, JavaScript', module: 'typescript-7' },
  { languages: 'Python', module: 'basedpyright' },
  { languages: 'JSON, CSS, HTML', module: 'vscode-langservers-extracted' },
  { languages: 'YAML', module: 'yaml-language-server' },
  { languages: 'Bash', module: 'bash-language-server' },
]

const own = [
  { languages: 'Go', program: 'gopls', version: ['version'], hint: '`go install golang.org/x/tools/gopls@latest`' },
  { languages: 'Rust', program: 'rust-analyzer', version: ['--version'], hint: '`rustup component add rust-analyzer`' },
  { languages: 'C, C++', program: 'clangd', version: ['--version'], hint: 'https://clangd.llvm.org/installation' },
]

function examineBrought({ languages, module }: (typeof brought)[number]): Finding {
  try {
    const path = createRequire(`${repository}/packages/languages/package.json`).resolve(`${module}/package.json`)
    const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name: string; version: string }
    return { name: languages, state: 'found', detail: `${name} ${version}, ${dirname(path)}`, needed: true }
  } catch {
    const hint = `Run \`npm ci\` in ${repository}.`
    return { name: languages, state: 'missing', detail: `${module} is not installed`, needed: true, hint }
  }
}

async function examineOwn({ languages, program, version, hint }: (typeof own)[number]): Promise<Finding> {
  const path = findProgram(program)
  if (!path) return { name: languages, state: 'missing', detail: `${program} is not on the PATH`, needed: false, hint }
  const found = await versionOf(path, version).catch(() => undefined)
  if (found) return { name: languages, state: 'found', detail: `${program} ${found}, ${path}`, needed: false }
  return { name: languages, state: 'missing', detail: `${path} does not run`, needed: false, hint }
}
