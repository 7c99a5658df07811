import { readdirSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { constants, brotliCompress } from 'node:zlib'

const compress = promisify(brotliCompress)
const text = /\.(js|mjs|css|html|json|svg|wasm|txt|tmLanguage|code-snippets|ttf)$/
// A smaller file saves less than the header that announces it costs.
const smallest = 1024

/** Writes a `.br` beside each file of `folder` that becomes smaller by it. Gives the bytes before and after. */
export async function precompress(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((path) => text.test(path) && statSync(path).size >= smallest)
    .sort((a, b) => statSync(b).size - statSync(a).size)
  const total = { before: 0, after: 0 }
  const work = async () => {
    for (let path = files.shift(); path; path = files.shift()) {
      const raw = await readFile(path)
      const small = await compress(raw, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
      })
      if (small.length < raw.length * 0.95) await writeFile(`${path}.br`, small)
      total.before += raw.length
      total.after += Math.min(raw.length, small.length)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return total
}
