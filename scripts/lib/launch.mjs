import { existsSync } from 'node:fs'
import { build } from '../build.mjs'
import { bundle } from './bundle.mjs'
import { ensureInstalled } from './install.mjs'
import { run } from './process.mjs'
import { requireNode, root, say } from './root.mjs'

/**
 * Runs a TypeScript program of the repository (`bench/editor.ts`) against a fresh build, and ends with its exit code.
 * @param {string} entry path below the root, with its folder
 */
export async function launch(entry, args) {
  requireNode()
  try {
    if (!existsSync(`${root}/${entry}`)) throw new Error(`There is no ${entry}.`)
    await ensureInstalled({ checks: true })
    await build()
    const [folder, file] = entry.split('/')
    const name = file.replace(/\.ts$/, '')
    const target = `${root}/${folder}/dist/${name}`
    await bundle({ [name]: `${root}/${entry}` }, target)
    process.exitCode = (await run(process.execPath, ['--enable-source-maps', `${target}/${name}.js`, ...args])).code
  } catch (error) {
    say(error.message)
    process.exitCode = 1
  }
}
