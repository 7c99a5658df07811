import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { chromiumHint, findChromium } from '../browser.ts'
import { findProgram } from '../programs.ts'
import { repository } from '../repository.ts'
import type { Finding } from './finding.ts'

/** Node, git, ripgrep, the browser, and the system's limits on watching files. */
export async function examineMachine(): Promise<Finding[]> {
  const node: Finding = {
    name: 'Node',
    state: 'found',
    detail: `${process.versions.node}, ${process.execPath}`,
    needed: true,
  }
  const [git, ripgrep] = await Promise.all([examineGit(), examineRipgrep()])
  return [node, git, ripgrep, examineBrowser(), ...examineWatches()]
}

async function examineGit(): Promise<Finding> {
  const path = findProgram('git')
  const hint = 'Install git (https://git-scm.com); without it there is no source control.'
  if (!path) return { name: 'git', state: 'missing', detail: 'not on the PATH', needed: true, hint }
  return { name: 'git', state: 'found', detail: `${await versionOf(path)}, ${path}`, needed: true }
}

async function examineRipgrep(): Promise<Finding> {
  const from = createRequire(`${repository}/packages/workspace/package.json`)
  try {
    const { rgPath } = from('@vscode/ripgrep') as { rgPath: string }
    return { name: 'ripgrep', state: 'found', detail: `${await versionOf(rgPath)}, ${rgPath}`, needed: true }
  } catch {
    const hint = `Run \`npm ci\` in ${repository}.`
    return { name: 'ripgrep', state: 'missing', detail: 'its package is damaged or not installed', needed: true, hint }
  }
}

function examineBrowser(): Finding {
  const path = findChromium()
  if (path) return { name: 'browser for --app', state: 'found', detail: path, needed: false }
  return {
    name: 'browser for --app',
    state: 'missing',
    detail: 'none of Chromium’s family',
    needed: false,
    hint: chromiumHint,
  }
}

const enoughWatches = 65_536

/** On Linux each watched folder takes one of a limited number of inotify watches. */
function examineWatches(): Finding[] {
  const file = '/proc/sys/fs/inotify/max_user_watches'
  if (!existsSync(file)) return []
  const watches = Number(readFileSync(file, 'utf8'))
  const name = 'file watches'
  if (watches >= enoughWatches) return [{ name, state: 'found', detail: `${watches} (inotify)`, needed: false }]
  const hint = 'For large folders: `sudo sysctl fs.inotify.max_user_watches=524288`.'
  return [{ name, state: 'missing', detail: `only ${watches} (inotify)`, needed: false, hint }]
}

const run = promisify(execFile)

/** The first number with dots in what the program says about its version. Throws where it does not run. */
export async function versionOf(path: string, args = ['--version']): Promise<string> {
  const { stdout, stderr } = await run(path, args, { timeout: 10_000 })
  return /\d+\.\d+[\w.+-]*/.exec(stdout || stderr)?.[0] ?? 'of unknown version'
}
