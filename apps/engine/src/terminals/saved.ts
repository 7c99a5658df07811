import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { type TerminalLayout, terminalLaunch, terminalLayout } from '@caret/protocol'
import * as z from 'zod'

/** A terminal whose engine has ended: enough to show what it showed, and to start its shell anew. */
const savedTerminal = z.object({
  id: z.number(),
  /** Without the environment, which may hold what should not lie about. */
  launch: terminalLaunch,
  title: z.string(),
  titleSource: z.number(),
  history: z.string(),
})
export type SavedTerminal = z.infer<typeof savedTerminal>

const savedTerminals = z.object({
  terminals: z.array(savedTerminal),
  layouts: z.array(z.tuple([z.string(), terminalLayout])),
})
export interface SavedTerminals {
  terminals: SavedTerminal[]
  /** By the names of their pages. */
  layouts: [string, TerminalLayout][]
}

export async function saveTerminals(file: string, saved: SavedTerminals): Promise<void> {
  if (saved.terminals.length === 0) return
  const temporary = `${file}.${process.pid}`
  await writeFile(temporary, JSON.stringify(saved), { mode: 0o600 })
  await rename(temporary, file)
}

/** What the last engine has saved, once: it is gone afterwards. */
export async function takeSavedTerminals(file: string): Promise<SavedTerminals> {
  try {
    const saved = savedTerminals.parse(JSON.parse(await readFile(file, 'utf8')))
    await rm(file)
    return saved
  } catch {
    // None, or one of another version: terminals start afresh.
    return { terminals: [], layouts: [] }
  }
}
