import { existsSync, readFileSync } from 'node:fs'
import { withLock } from './lock.mjs'
import { run } from './process.mjs'
import { root, say } from './root.mjs'

/**
 * Installs the dependencies of the lock file, unless they are already there. Who only builds and runs Caret needs none of what checks
 * it, a third of all.
 * @param {{ checks?: boolean }} needs
 */
export async function ensureInstalled({ checks = false } = {}) {
  if (isInstalled(root, { checks })) return
  await withLock('install', async () => {
    if (isInstalled(root, { checks })) return
    say('Installing dependencies (once, about half a minute) …')
    const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(checks ? [] : ['--omit=dev'])]
    const { code } = await run('npm', args, { toStderr: true })
    if (code !== 0) throw new Error('`npm ci` failed; its own message above says why.')
  })
}

/**
 * Whether what npm put into `node_modules` is what the lock file asks for. npm keeps its own account of that, so that an
 * `npm install` made by hand counts too, and one that was cut short does not.
 */
export function isInstalled(folder, { checks = true } = {}) {
  const account = `${folder}/node_modules/.package-lock.json`
  if (!existsSync(account)) return false
  const wanted = readPackages(`${folder}/package-lock.json`)
  const present = readPackages(account)
  return Object.entries(wanted).every(([path, entry]) => {
    // Optional packages are left out where the platform is another; folders of workspaces have no entry of their own.
    if (entry.optional || !path.includes('node_modules/')) return true
    if (!checks && (entry.dev || entry.devOptional)) return true
    const found = present[path]
    return found !== undefined && found.version === entry.version && found.link === entry.link
  })
}

const readPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages
