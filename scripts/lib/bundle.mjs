import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from './root.mjs'

/**
 * Bundles Node sources: Caret's own rooms go in, npm packages stay outside and are found in `node_modules`.
 * A `new Worker(new URL('./x.ts', import.meta.url))`, or `fork`, gets a file of its own beside the entries.
 * @param {Record<string, string>} input entry names and their source files, absolute
 * @param {string} folder where the files go, absolute
 */
export async function bundle(input, folder) {
  // Not at the top: the scripts are read before anything is installed.
  const { rolldown } = await import('rolldown')
  const built = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    tsconfig: false,
    transform: { target: 'node20', jsx: { runtime: 'automatic', importSource: '@caret/prompt' } },
    plugins: [leavePackagesOutside(folder), emitWorkers()],
    onLog(level, log, say) {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
      say(level, log)
    },
  })
  await built.write({
    dir: folder,
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  })
  await built.close()
}

/** A package is left outside only if the bundle finds the same copy of it as the source did; else it goes in. */
function leavePackagesOutside(folder) {
  return {
    name: 'leave-packages-outside',
    resolveId: {
      order: 'pre',
      handler(id, importer) {
        if (!importer) return null
        const target = id.startsWith('#') ? packageImport(id, dirname(importer)) : id
        if (/^(node:|\.|\/|[a-z]:|\0)/i.test(target) || target.startsWith('@caret/')) return null
        const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/')
        const seen = packageFolder(name, dirname(importer))
        if (seen && seen === packageFolder(name, folder)) return { id: target, external: true }
        return null
      },
    },
  }
}

function packageFolder(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(`${folder}/node_modules/${name}`)) return `${folder}/node_modules/${name}`
    if (folder === dirname(folder)) return undefined
  }
}

/** What a `#name` stands for on Node, by the `imports` of the package that says it. */
function packageImport(id, from) {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    if (!existsSync(`${folder}/package.json`)) continue
    const target = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).imports?.[id]
    return (typeof target === 'string' ? target : (target?.node ?? target?.default)) ?? id
  }
  return id
}

const workerCall = /(new Worker|\bfork)\(\s*new URL\(\s*'(\.[^']+\.ts)'\s*,\s*import\.meta\.url\s*\)/g

function emitWorkers() {
  return {
    name: 'emit-workers',
    transform: {
      filter: { code: /new Worker\(|\bfork\(/ },
      async handler(code, importer) {
        const calls = [...code.matchAll(workerCall)]
        if (calls.length === 0) return null
        let changed = code
        for (const [call, start, path] of calls) {
          const source = await this.resolve(path, importer)
          if (!source) this.error(`There is no ${path} beside ${importer}.`)
          const reference = this.emitFile({ type: 'chunk', id: source.id })
          changed = changed.replace(call, `${start}(new URL(import.meta.ROLLUP_FILE_URL_${reference})`)
        }
        // The lines stay where they are, so the source map holds.
        return { code: changed, map: null }
      },
    },
  }
}
