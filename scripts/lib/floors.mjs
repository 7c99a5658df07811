import { existsSync, readFileSync } from 'node:fs'

/**
 * The floors of the house (docs/architecture.md): a room imports only rooms on lower floors, or on its own floor to its
 * right. A new room gets its place here first.
 */
export const floors = [
  ['editor', 'cli', 'engine', 'team'],
  ['lab', 'bugs', 'migrate', 'chat', 'agent', 'tab'],
  ['context', 'shadow', 'review', 'apply', 'index'],
  ['patterns', 'suffix'],
  ['languages', 'workspace', 'models', 'prompt', 'syntax'],
  ['protocol', 'text'],
]

const rooms = floors.flat()
const anyRoom = '^(?:apps|packages)/[^/]+/'
const inRoom = (...names) => `^(?:apps|packages)/(?:${names.join('|')})/`
// Tests and configurations may use what the repository installs for development.
const apart = '\\.(?:test|bench)\\.tsx?$|/(?:testing|fixtures)/|\\.config\\.(?:ts|mjs)$'

/** The rules for dependency-cruiser, for the repository in `root` (its `package.json` files say what is declared). */
export function floorRules(root) {
  return [
    ...upwards(),
    ...declaredRooms(root),
    rule(
      'known-room',
      'This room has no place on a floor yet: give it one in scripts/lib/floors.mjs and docs/architecture.md.',
      { path: anyRoom, pathNot: inRoom(...rooms) },
      {},
    ),
    rule(
      'editor-apart',
      'The editor runs in the browser and knows the engine only through @caret/protocol.',
      { path: inRoom('editor'), pathNot: apart },
      { path: anyRoom, pathNot: inRoom('editor', 'protocol', 'text') },
    ),
    rule(
      'engine-apart',
      'The engine and the team server stand alone: only the command starts another app.',
      { path: '^apps/(engine|team)/' },
      { path: '^apps/[^/]+/', pathNot: '^apps/$1/' },
    ),
    rule(
      'no-node-in-browser',
      'This room also runs in the browser, where Node is not.',
      { path: inRoom('editor', 'protocol', 'text'), pathNot: `${apart}|^apps/editor/vite/` },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'by-package-name',
      'Import another room by its package name (@caret/…): its index.ts is its only door.',
      { path: '^((?:apps|packages)/[^/]+)/' },
      { path: '^(?:(?:apps|packages)/[^/]+|bench|e2e|scripts)/', pathNot: '^$1/', dependencyTypes: ['local'] },
    ),
    rule(
      'nothing-stands-on-benches',
      'Benchmarks, browser tests and scripts use the rooms, never the other way round.',
      { path: anyRoom },
      { path: '^(?:bench|e2e|scripts)/' },
    ),
    rule(
      'no-circle',
      'These files import each other in a circle: move what they share into a file of its own.',
      {},
      { circular: true },
    ),
    rule(
      'resolves',
      'This import leads nowhere: misspelt, not installed, or not exported by its package.',
      { path: anyRoom },
      // Vite understands a query after the file's name (?worker, ?raw).
      { couldNotResolve: true, pathNot: '\\?' },
    ),
    rule(
      'declared',
      "This package is missing from the dependencies of the room's own package.json.",
      { path: anyRoom, pathNot: apart },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['aliased-subpath-import'] },
    ),
    rule(
      'no-dev-dependency',
      'A source needs this package at run time: move it from devDependencies to dependencies.',
      { path: anyRoom, pathNot: apart },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ]
}

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

function upwards() {
  return rooms.slice(1).map((room, at) => {
    const comment = `${room} stands below (or left of) what it imports here: move what both need further down.`
    return rule('no-import-upwards', comment, { path: inRoom(room) }, { path: inRoom(...rooms.slice(0, at + 1)) })
  })
}

function declaredRooms(root) {
  return rooms.flatMap((room) => {
    const manifest = ['apps', 'packages'].map((part) => `${root}/${part}/${room}/package.json`).find(existsSync)
    if (!manifest) return []
    const { dependencies, devDependencies } = JSON.parse(readFileSync(manifest, 'utf8'))
    const declared = Object.keys({ ...dependencies, ...devDependencies })
      .filter((name) => name.startsWith('@caret/'))
      .map((name) => name.slice('@caret/'.length))
    const comment = `Add this room to the dependencies in ${room}/package.json.`
    return rule('declared-room', comment, { path: inRoom(room) }, { path: anyRoom, pathNot: inRoom(room, ...declared) })
  })
}
