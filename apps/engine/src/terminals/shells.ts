import { constants } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { basename, delimiter, isAbsolute, join, resolve } from 'node:path'
import { userInfo } from 'node:os'
import type { TerminalProfile } from '@caret/protocol'

type Env = Record<string, string | undefined>

/** The user's login shell: `$SHELL`, else that of the account, else the first that is there. */
export async function loginShell(env: Env): Promise<string> {
  if (process.platform === 'win32') {
    return (await findProgram('pwsh.exe', env)) ?? (await findProgram('powershell.exe', env)) ?? 'cmd.exe'
  }
  for (const candidate of [env.SHELL, accountShell(), '/bin/bash', '/usr/bin/bash', '/bin/sh']) {
    if (candidate && isAbsolute(candidate) && (await isProgram(candidate))) return candidate
  }
  return '/bin/sh'
}

/** The absolute path of a program given by path or by name; nothing if it is not there or cannot be run. */
export async function findProgram(name: string, env: Env, cwd = '/'): Promise<string | undefined> {
  if (name.includes('/') || isAbsolute(name)) {
    const path = resolve(cwd, name)
    return (await isProgram(path)) ? path : undefined
  }
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder && (await isProgram(join(folder, name)))) return join(folder, name)
  }
  return undefined
}

/**
 * The profiles of the settings whose program exists, the login shell, and where `detect` the shells of `/etc/shells`.
 * `configured` is the value of `terminal.integrated.profiles.<platform>`.
 */
export async function findProfiles(
  options: { configured: unknown; default?: string; detect: boolean },
  env: Env,
): Promise<TerminalProfile[]> {
  const profiles: TerminalProfile[] = []
  const login = await loginShell(env)
  for (const [name, value] of Object.entries((options.configured ?? {}) as Record<string, Configured | null>)) {
    const path = value && (await firstProgram(value.path, env))
    if (!path) continue
    const { args, icon, color, overrideName } = value
    // Of several shells of one name, the user's own.
    const program = path.fromPath && basename(path.found) === basename(login) ? login : path.found
    profiles.push({
      ...{ name, path: program, args, icon, color, overrideName, env: value.env },
      default: name === options.default,
      detected: false,
      fromPath: path.fromPath,
    })
  }
  const named = (path: string) => profiles.some(({ name }) => name === basename(path))
  if (!named(login)) profiles.push(found(login, options.default, false))
  if (options.detect && process.platform !== 'win32') {
    for (const path of await listedShells()) if (!named(path)) profiles.push(found(path, options.default, true))
  }
  return profiles
}

interface Configured {
  path?: string | string[]
  args?: string[] | string
  env?: Record<string, string | null>
  icon?: unknown
  color?: string
  overrideName?: boolean
}

const found = (path: string, byDefault: string | undefined, detected: boolean): TerminalProfile => ({
  name: basename(path),
  path,
  default: basename(path) === byDefault,
  detected,
  fromPath: false,
})

async function firstProgram(paths: string | string[] | undefined, env: Env) {
  for (const path of [paths ?? []].flat()) {
    const program = typeof path === 'string' ? await findProgram(path, env) : undefined
    if (program) return { found: program, fromPath: !path.includes('/') }
  }
  return undefined
}

async function listedShells(): Promise<string[]> {
  const listed = await readFile('/etc/shells', 'utf8').catch(() => '')
  const byName = new Map<string, string>()
  for (const path of listed.split('\n').map((line) => line.trim())) {
    if (!path.startsWith('/') || byName.has(basename(path))) continue
    if (await isProgram(path)) byName.set(basename(path), path)
  }
  return [...byName.values()]
}

function accountShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined
  } catch {
    // The account has no entry, as in some containers.
    return undefined
  }
}

const isProgram = async (path: string) => {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
