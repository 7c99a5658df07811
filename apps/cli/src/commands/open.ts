import { setTimeout as sleep } from 'node:timers/promises'
import { constants, existsSync } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AlreadyRunning, Engine } from '@caret/engine'
import { type Command, InvalidArgumentError } from 'commander'
import { showPage } from '../browser.ts'
import { CommandError } from '../command-error.ts'
import { repository, version } from '../repository.ts'
import { findTarget } from '../target.ts'
import { untilAskedToEnd } from '../ending.ts'
import { asksForExtensions, type ExtensionOptions, manageExtensions } from './extensions.ts'

interface OpenOptions extends ExtensionOptions {
  port?: number
  open: boolean
  app?: boolean
}

/** `caret [FOLDER]`: serves the folder and shows it, or shows the one that another process serves already. */
export function addOpen(program: Command): void {
  program
    .argument('[folder]', 'the folder to open, or a file in it', '.')
    .option('--port <number>', 'listen on this port (default: the one that the folder had last)', parsePort)
    .option('--no-open', 'only print the address')
    .option('--app', 'open in a window of its own')
    .option('--install-extension <file...>', 'install a web extension from a .vsix file, and end')
    .option('--uninstall-extension <id...>', 'remove one, such as publisher.name, and end')
    .option('--list-extensions', 'list those installed, and end')
    .action(async (argument: string, options: OpenOptions) => {
      if (asksForExtensions(options)) return manageExtensions(options)
      const target = await findTarget(argument)
      // Not at the top: `--help` and the doctor need no engine, and the doctor must run where it does not load.
      const { builtEditor, defaultDataFolder, openLog, startEngine } = await import('@caret/engine')
      const editor = builtEditor(repository)
      if (!existsSync(join(editor, 'index.html'))) {
        throw new CommandError('The editor has not been built yet. Run `npm run build` in the folder of Caret.')
      }
      const dataFolder = defaultDataFolder()
      await checkDataFolder(dataFolder)
      const log = openLog(dataFolder)
      const start = () =>
        startEngine({ folder: target.folder, port: options.port, dataFolder, version: version(), editor, log })
      const engine = await untilSettled(start)

      const page = new URL(engine.url)
      if (target.file) page.searchParams.set('file', target.file)
      const running = 'pid' in engine
      console.log(`${running ? 'Caret already serves this folder at' : 'Caret serves this folder at'} ${page.href}`)
      if (options.open) {
        const note = await showPage(page.href, options.app ?? false)
        if (note) console.log(note)
      }
      if ('pid' in engine) return
      await untilAskedToEnd(log)
      await Promise.race([engine[Symbol.asyncDispose](), sleep(5000)])
      console.log('Caret has stopped.')
      process.exit()
    })
}

async function checkDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK)
  } catch {
    throw new CommandError(
      `The data folder ${folder} cannot be written. Make it writable, or name another in CARET_HOME.`,
    )
  }
}

type Running = AlreadyRunning['alreadyRunning']

/** Starts the engine, or finds the one that is there; one that is just starting gets a few seconds to say its address. */
async function untilSettled(start: () => Promise<Engine | AlreadyRunning>): Promise<Engine | Running> {
  for (let attempt = 0; ; attempt++) {
    const result = await start()
    if (!('alreadyRunning' in result)) return result
    const { pid, url } = result.alreadyRunning
    if (url && (await answers(url))) return result.alreadyRunning
    if (attempt === 20)
      throw new CommandError(`Process ${pid} serves this folder but does not answer. End it and try again.`)
    await sleep(250)
  }
}

const answers = (url: string) =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) }).then(
    (response) => response.status < 400,
    () => false,
  )

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 (any free one) to 65535.')
}
