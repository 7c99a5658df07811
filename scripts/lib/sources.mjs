import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { root } from './root.mjs'

/**
 * A hash over everything that the build of a room depends on: its own sources and configuration, those of the rooms it
 * depends on, the lock file, and the build itself. By contents: a checkout that only changes times builds nothing.
 */
export function sourcesHash(room) {
  const hash = createHash('sha256')
  const common = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs', 'scripts/lib']
  for (const path of [...common, ...[...roomsBelow(room)].sort()]) {
    for (const file of filesIn(path)) hash.update(`\0${file}\0`).update(readFileSync(`${root}/${file}`))
  }
  return hash.digest('hex')
}

/** The folders of a room and of all rooms it depends on, directly or not. */
export function roomsBelow(room, found = new Set()) {
  if (found.has(room)) return found
  found.add(room)
  const { dependencies = {} } = JSON.parse(readFileSync(`${root}/${room}/package.json`, 'utf8'))
  for (const name of Object.keys(dependencies)) {
    if (!name.startsWith('@caret/')) continue
    const floor = ['apps', 'packages'].find((floor) => existsSync(`${root}/${floor}/${name.slice(7)}/package.json`))
    if (floor) roomsBelow(`${floor}/${name.slice(7)}`, found)
  }
  return found
}

const skipped = new Set(['node_modules', 'dist', 'README.md'])

function filesIn(path) {
  if (statSync(`${root}/${path}`).isFile()) return [path]
  return readdirSync(`${root}/${path}`, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && !entry.name.includes('.test.') && !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(`${path}/${entry.name}`) : [`${path}/${entry.name}`]))
}
