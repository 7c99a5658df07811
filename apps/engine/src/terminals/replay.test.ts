import { createRequire } from 'node:module'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TerminalReplay } from '@caret/protocol'
import type { SerializeAddon } from '@xterm/addon-serialize'
import type { Unicode11Addon } from '@xterm/addon-unicode11'
import type { Terminal } from '@xterm/headless'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestEngine, type TestEngine } from './testing.ts'

const require = createRequire(import.meta.url)
const headless = require('@xterm/headless') as { Terminal: typeof Terminal }
const addons = {
  ...(require('@xterm/addon-serialize') as { SerializeAddon: typeof SerializeAddon }),
  ...(require('@xterm/addon-unicode11') as { Unicode11Addon: typeof Unicode11Addon }),
}

let engine: TestEngine
beforeAll(async () => {
  engine = await openTestEngine()
})
afterAll(() => engine[Symbol.asyncDispose]())

/** A page's terminal, as far as its screen goes. */
class Shown {
  #xterm: Terminal
  #serializer = new addons.SerializeAddon()

  constructor({ cols, rows }: { cols: number; rows: number }) {
    this.#xterm = new headless.Terminal({ cols, rows, scrollback: 1000, allowProposedApi: true })
    this.#xterm.loadAddon(this.#serializer)
    this.#xterm.loadAddon(new addons.Unicode11Addon())
    this.#xterm.unicode.activeVersion = '11'
  }

  async write(text: string): Promise<this> {
    await new Promise<void>((resolve) => this.#xterm.write(text, resolve))
    return this
  }

  /** The screen and its scrollback, with colours and the cursor. */
  get picture(): string {
    return this.#serializer.serialize({ scrollback: 1000 })
  }
}

const shown = (replay: TerminalReplay, live = '') => new Shown(replay).write(replay.data + live)

const sample = [
  'plain text\r\n',
  '\x1b[1;31mred\x1b[0m and \x1b[38;2;10;200;30mtrue colour\x1b[0m\r\n',
  'wide: 日本語 👍 é\r\n',
  `${'a long line that wraps '.repeat(12)}\r\n`,
  '\x1b[5;10Hsomewhere\r\n',
  'over\rwritten\r\n\ttabs\tand\x08backspace\r\n',
  '\x1b[2Kerased line\r\n\x1b[3Aup\x1b[3B\r\n',
  ...Array.from({ length: 40 }, (_, index) => `\x1b[3${index % 8}mline ${index}\x1b[0m\r\n`),
  '\x1b[?2004h\x1b[4munderlined, and no end of line',
].join('')

const theEnd = '\x1b]0;the end\x07'

test('what a page sees after a reload is what it saw before', async () => {
  const file = join(engine.folder, 'sample')
  await writeFile(file, sample)
  const page = await engine.page('reloaded')
  const id = await page.open({
    executable: '/bin/sh',
    args: ['-c', `stty -echo; cat ${file}; printf '\\033]0;end\\007'; read end`],
  })
  await page.until(() => page.output(id).includes('\x1b]0;end'))
  const before = await new Shown({ cols: 80, rows: 24 }).write(page.output(id))

  page.connected = false
  const again = await engine.page('reloaded')
  const after = await shown(await again.reopen(id))
  expect(after.picture).toBe(before.picture)
  again[Symbol.dispose]()
})

test('a program on the other screen, with a hidden cursor, comes back so', async () => {
  const page = await engine.page()
  const id = await page.open({
    executable: '/bin/sh',
    args: [
      '-c',
      `stty -echo; echo below; printf '\\033[?1049h\\033[?25lfull screen\\033]0;end\\007'; read end; printf '\\033[?1049l\\033[?25hback'; read end`,
    ],
  })
  await page.until(() => page.output(id).includes('\x1b]0;end'))
  const replay = await page.reopen(id)
  expect(replay.data).toContain('\x1b[?1049h')
  expect(replay.data).toContain('full screen')
  expect(replay.data.endsWith('\x1b[?25l')).toBe(true)
  page.client.input({ id, data: '\r' })
  await page.until(() => page.output(id).includes('back'))
  expect((await shown(replay, page.output(id))).picture).toContain('below')
})

test('however the output is cut, and whenever a page comes and goes, the screen is the same', async () => {
  const whole = await new Shown({ cols: 80, rows: 24 }).write(sample)
  const cuts = fc.uniqueArray(fc.nat({ max: sample.length }), { maxLength: 6 })
  const reloads = fc.infiniteStream(fc.constantFrom('none', 'at once', 'soon'))
  await fc.assert(
    fc.asyncProperty(cuts, reloads, async (places, kinds) => {
      let page = await engine.page()
      // What is typed is put out, and nothing else.
      const command = 'stty raw -echo; printf "\\033]0;ready\\007"; exec cat'
      const id = await page.open({ executable: '/bin/sh', args: ['-c', command] })
      await page.until(() => page.output(id).includes('ready'))
      let replay: TerminalReplay = { cols: 80, rows: 24, data: '', commands: [] }
      let sent = 0
      for (const end of [...places.sort((a, b) => a - b), sample.length]) {
        page.client.input({ id, data: sample.slice(sent, end) })
        sent = end
        const kind = kinds.next().value
        if (kind === 'none') continue
        for (let trips = kind === 'soon' ? 10 : 1; trips > 0; trips--) await page.client.ping({})
        page[Symbol.dispose]()
        page = await engine.page()
        replay = await page.reopen(id)
      }
      page.client.input({ id, data: theEnd })
      await page.until(() => (replay.data + page.output(id)).includes(theEnd))
      const result = await shown(replay, page.output(id))
      expect(result.picture).toBe(whole.picture)
      await page.client.kill({ id, immediate: true })
      page[Symbol.dispose]()
    }),
    { numRuns: 25 },
  )
})

test('lines that do not scroll come back so', async () => {
  const screen = '\x1b[2J\x1b[1;1Hhead\x1b[2;5r\x1b[5;1Hfoot'
  const scrolled = `${screen}\r\nmore`
  const page = await engine.page()
  const command = 'stty raw -echo; printf "\\033]0;ready\\007"; exec cat'
  const id = await page.open({ executable: '/bin/sh', args: ['-c', command] })
  await page.until(() => page.output(id).includes('ready'))
  page.client.input({ id, data: screen + theEnd })
  await page.until(() => page.output(id).includes(theEnd))
  const replay = await page.reopen(id)
  page.client.input({ id, data: scrolled.slice(screen.length) + theEnd })
  await page.until(() => page.output(id).includes(theEnd))
  const expected = await new Shown({ cols: 80, rows: 24 }).write(scrolled)
  expect((await shown(replay, page.output(id))).picture).toBe(expected.picture)
})
