import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * What to `register` with Node's loader, a module and its data, so that builds of llama.cpp in `folder` are found. The library looks
 * for its builds as packages beside it, and nowhere else; those that it does not find are looked for in the folder too. Whether one
 * is of its own version it sees for itself.
 */
export function findBuildsIn(folder: string): [url: string, data: string] {
  return [`data:text/javascript,${encodeURIComponent(hook)}`, pathToFileURL(join(folder, 'importer.js')).href]
}

/** Node runs it in a thread of its own. */
const hook = `
let elsewhere
export const initialize = (url) => { elsewhere = url }
export const resolve = (name, context, next) =>
  name.startsWith('@node-llama-cpp/')
    ? Promise.resolve(next(name, context)).catch(() => next(name, { ...context, parentURL: elsewhere }))
    : next(name, context)
`
