import { spawn } from 'node:child_process'
import { root } from './root.mjs'

/**
 * Runs a program in the repository. With `capture` its output is collected and given back, else it is shown as it comes.
 * @returns {Promise<{ code: number, output: string }>} the code is 1 where a signal ended the program
 */
export function run(program, args, { capture = false, env = {}, cwd = root, toStderr = false } = {}) {
  return new Promise((resolve, reject) => {
    const shown = ['ignore', toStderr ? 2 : 'inherit', 'inherit']
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : shown,
      // npm is a batch file on Windows.
      shell: process.platform === 'win32' && program === 'npm',
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Runs a program of an installed npm package by its script's path below `node_modules`. */
export const runNode = (script, args, options) =>
  run(process.execPath, [`${root}/node_modules/${script}`, ...args], options)
