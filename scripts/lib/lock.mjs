import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { root, say } from './root.mjs'

/**
 * Does `work` while no other process does work of the same name in this repository: a build takes most of a small machine.
 * The lock is a file with the holder's process id; one whose holder has died is taken over.
 */
export async function withLock(name, work, folder = `${root}/.cache`) {
  mkdirSync(folder, { recursive: true })
  const path = `${folder}/${name}.lock`
  let told = false
  while (!take(path)) {
    if (!told) say(`Waiting for another ${name} to end (${path}) …`)
    told = true
    await sleep(200)
  }
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  if (holderLives(path)) return false
  rmSync(path, { force: true })
  return false
}

function holderLives(path) {
  let pid
  try {
    pid = Number(readFileSync(path, 'utf8'))
  } catch {
    return false
  }
  // Just created and not yet written: its holder lives.
  if (!pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
