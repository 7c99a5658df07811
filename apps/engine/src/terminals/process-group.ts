import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface Member {
  pid: number
  group: number
  /** Asked not to be ended with the terminal, as `nohup` does. */
  ignoresHangup: boolean
}

const politeMs = 500
const stepMs = 20

/**
 * Ends a shell and all that runs in its terminal: `SIGHUP` first, and after half a second (at once where `immediate`)
 * `SIGKILL`. A background process that ignores `SIGHUP` is left alone, as in every terminal.
 *
 * @param shell the pid of the shell, which leads its session
 * @param foreground the process group that has the terminal, where known
 */
export async function endSession(shell: number, immediate: boolean): Promise<void> {
  const foreground = await foregroundGroup(shell)
  const members = await sessionMembers(shell)
  for (const { pid } of members) signal(pid, 'SIGHUP')
  // A stopped process sees the signal only when it goes on.
  for (const { pid } of members) signal(pid, 'SIGCONT')

  const deadline = immediate ? 0 : politeMs
  for (let waited = 0; waited < deadline; waited += stepMs) {
    const left = await sessionMembers(shell)
    if (left.every((member) => mayStay(member, shell, foreground))) break
    await sleep(stepMs)
  }
  for (const member of await sessionMembers(shell)) {
    if (!mayStay(member, shell, foreground)) signal(member.pid, 'SIGKILL')
  }
}

const mayStay = ({ pid, group, ignoresHangup }: Member, shell: number, foreground: number | undefined) =>
  ignoresHangup && pid !== shell && group !== foreground

/** The folder that a process is in now. */
export async function currentFolder(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  if (process.platform !== 'darwin') return undefined
  const listed = await run('lsof', ['-a', '-d', 'cwd', '-Fn', '-p', String(pid)]).catch(() => undefined)
  return listed?.stdout
    .split('\n')
    .find((line) => line.startsWith('n/'))
    ?.slice(1)
}

/** The process group that has the terminal of `shell`: the shell's own while it waits for a command. */
async function foregroundGroup(shell: number): Promise<number | undefined> {
  if (process.platform === 'linux') return (await readStat(shell))?.foreground
  const listed = await run('ps', ['-o', 'tpgid=', '-p', String(shell)]).catch(() => undefined)
  return Number(listed?.stdout.trim()) || undefined
}

async function sessionMembers(shell: number): Promise<Member[]> {
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
    const members = await Promise.all(
      pids.map(async (pid) => {
        const status = await readStat(pid)
        if (status?.session !== shell || status.zombie) return undefined
        return { pid, group: status.group, ignoresHangup: await ignoresHangup(pid) }
      }),
    )
    return members.filter((member) => member !== undefined)
  }
  if (process.platform === 'win32') return []
  // Elsewhere a session is known by its terminal, and `ps` does not tell which signals are ignored.
  const tty = (await run('ps', ['-o', 'tty=', '-p', String(shell)]).catch(() => undefined))?.stdout.trim()
  const listed = tty ? await run('ps', ['-t', tty, '-o', 'pid=,pgid=']).catch(() => undefined) : undefined
  return (listed?.stdout.trim().split('\n') ?? []).map((line) => {
    const [pid = 0, group = 0] = line.trim().split(/\s+/).map(Number)
    return { pid, group, ignoresHangup: false }
  })
}

async function readStat(pid: number) {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (!text) return undefined
  // The name stands in parentheses and may hold anything: pid (name) state ppid pgrp session tty tpgid …
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return {
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    group: Number(fields[2]),
    session: Number(fields[3]),
    foreground: Number(fields[5]),
  }
}

async function ignoresHangup(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(status)?.[1]
  // Signal 1 is the lowest bit.
  return mask !== undefined && (BigInt(`0x${mask}`) & 1n) === 1n
}

function signal(pid: number, name: NodeJS.Signals): void {
  if (pid <= 1) return
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}
