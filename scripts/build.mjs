import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { bundle } from './lib/bundle.mjs'
import { precompress } from './lib/compress.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { withLock } from './lib/lock.mjs'
import { runNode } from './lib/process.mjs'
import { requireNode, root, say } from './lib/root.mjs'
import { sourcesHash } from './lib/sources.mjs'

const builders = { cli: buildCli, editor: buildEditor }

/**
 * Builds those of `cli` (the engine is in it) and `editor` whose sources have changed since their last build (with `force`: all).
 * Nothing else is touched, so that it costs next to nothing when there is nothing to do.
 */
export async function build(names = Object.keys(builders), { force = false } = {}) {
  const stale = () => names.filter((name) => force || readStamp(name) !== sourcesHash(`apps/${name}`))
  if (stale().length === 0) return
  await withLock('build', async () => {
    for (const name of stale()) {
      say(`Building the ${name} …`)
      const hash = sourcesHash(`apps/${name}`)
      rmSync(stampOf(name), { force: true })
      await builders[name]()
      mkdirSync(`${root}/apps/${name}/dist`, { recursive: true })
      writeFileSync(stampOf(name), hash)
    }
  })
}

const stampOf = (name) => `${root}/apps/${name}/dist/.sources`
const readStamp = (name) => (existsSync(stampOf(name)) ? readFileSync(stampOf(name), 'utf8') : undefined)

async function buildCli() {
  await bundle({ caret: `${root}/apps/cli/src/main.ts` }, `${root}/apps/cli/dist`)
}

async function buildEditor() {
  const editor = `${root}/apps/editor`
  const { code, output } = await runNode('vite/bin/vite.js', ['build', '--logLevel', 'warn'], {
    cwd: editor,
    capture: true,
  })
  if (code !== 0) throw new Error(`The editor does not build:\n${output}`)
  const { before, after } = await precompress(`${editor}/dist`)
  const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  say(`  ${mib(before)} of text, ${mib(after)} compressed`)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  const { values } = parseArgs({ options: { only: { type: 'string' }, force: { type: 'boolean' } } })
  const names = values.only?.split(',') ?? Object.keys(builders)
  const unknown = names.find((name) => !(name in builders))
  try {
    if (unknown) throw new Error(`There is no ${unknown} to build; --only takes ${Object.keys(builders).join(', ')}.`)
    await ensureInstalled()
    await build(names, { force: values.force })
  } catch (error) {
    say(error.message)
    process.exitCode = 1
  }
}
