import { existsSync, readdirSync } from 'node:fs'
import { launch } from './lib/launch.mjs'
import { root, say } from './lib/root.mjs'

// `npm run bench -- NAME [args]` runs bench/NAME.bench.ts.
const [name, ...args] = process.argv.slice(2)
if (name && existsSync(`${root}/bench/${name}.bench.ts`)) {
  await launch(`bench/${name}.bench.ts`, args)
} else {
  const names = readdirSync(`${root}/bench`).flatMap((file) => file.match(/^(.+)\.bench\.ts$/)?.[1] ?? [])
  say(`${name ? `There is no benchmark ${name}.` : 'Which benchmark?'} There is: ${names.join(', ') || 'none yet'}.`)
  process.exitCode = 1
}
