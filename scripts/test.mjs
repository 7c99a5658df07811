import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { ensureBrowser } from './lib/browser.mjs'
import { closingLine, countVitest, sum } from './lib/counts.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { runNode } from './lib/process.mjs'
import { requireNode, root } from './lib/root.mjs'

/** Each gives its counts, having shown what went wrong. A check counts as one test. */
const steps = {
  types: check('node_modules/typescript-7/bin/tsc', ['-p', 'tsconfig.json'], ['-p', 'apps/editor/tsconfig.json']),
  lint: check('node_modules/oxlint/bin/oxlint', ['--deny-warnings']),
  format: check('node_modules/@biomejs/biome/bin/biome', ['format', '--max-diagnostics=20', '.']),
  floors: check('scripts/floors.mjs', []),
  unit: () => vitest('unit', 'vitest.config.ts'),
  build: async () => {
    await build()
    return { passed: 1 }
  },
  browser: async () => {
    await ensureBrowser()
    return vitest('browser', 'e2e/vitest.config.ts')
  },
}

requireNode()
const { values } = parseArgs({ options: { only: { type: 'string' } } })
const names = values.only ? withNeeds(values.only.split(',')) : Object.keys(steps)
const results = []
try {
  await ensureInstalled({ checks: true })
  for (const name of names) {
    if (name === 'browser' && results.some((result) => result.name === 'build' && result.failed)) {
      console.log('\n── browser: not run, since there is no build to run it against')
    } else {
      results.push(await runStep(name))
    }
  }
} catch (error) {
  console.error(error.message)
  results.push({ name: 'setup', failed: 1, seconds: 0 })
}
report(results)

async function runStep(name) {
  console.log(`\n── ${name}`)
  const started = performance.now()
  const counts = await steps[name]().catch((error) => {
    console.error(error.message)
    return { failed: 1 }
  })
  return { name, ...counts, seconds: (performance.now() - started) / 1000 }
}

function check(script, ...argLists) {
  return async () => {
    let failed = false
    for (const args of argLists) {
      const { code, output } = await runNode(`../${script}`, args, { capture: true })
      if (code !== 0) console.log(output.trim())
      failed ||= code !== 0
    }
    return failed ? { failed: 1 } : { passed: 1 }
  }
}

async function vitest(name, config) {
  const folder = `${root}/test-results`
  mkdirSync(folder, { recursive: true })
  const file = `${folder}/${name}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { code } = await runNode('vitest/vitest.mjs', ['run', '--config', config, ...reporters])
  return countVitest(file, code)
}

function withNeeds(wanted) {
  const unknown = wanted.find((name) => !(name in steps))
  if (unknown) {
    console.error(`There is no ${unknown} to run; --only takes ${Object.keys(steps).join(', ')}.`)
    process.exit(1)
  }
  return Object.keys(steps).filter((name) => wanted.includes(name) || (name === 'build' && wanted.includes('browser')))
}

function report(results) {
  console.log('\n── summary')
  for (const { name, seconds, ...counts } of results) {
    const mark = counts.failed ? '✗' : '✓'
    console.log(`${mark} ${name.padEnd(8)} ${closingLine(counts).padEnd(32)} ${seconds.toFixed(1)} s`)
  }
  const total = sum(results)
  console.log(`\n${closingLine(total)}`)
  process.exitCode = total.failed > 0 ? 1 : 0
}
