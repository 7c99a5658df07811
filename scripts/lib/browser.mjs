import { existsSync, readFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { run } from './process.mjs'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
]

/**
 * Installs Chromium where that is a matter of one command: on Debian, as root, with no browser there. Everywhere else the
 * browser tests look for one themselves and say what to do if there is none.
 */
export async function ensureBrowser() {
  if (process.env.CARET_CHROMIUM || !isDebianRoot() || names.some(isOnPath)) return
  console.log('Installing Chromium for the browser tests …')
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const { code, output } = await run('apt-get', ['-qq', ...args], { capture: true, env })
    if (code !== 0) throw new Error(`\`apt-get ${args.join(' ')}\` failed:\n${output}`)
  }
}

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

const isOnPath = (name) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(`${folder}/${name}`))
