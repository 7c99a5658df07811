import { gitService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Subject } from './subject.ts'

/** So many commits are offered. */
const mostOffered = 300

/** Asks which commit to review: one of the last, or what else git names one by. Undefined where none is chosen. */
export async function chooseCommit(api: typeof vscode, engine: Engine): Promise<Subject | undefined> {
  const commits = await engine.use(gitService).log({ limit: mostOffered, skip: 0 })
  const offered = commits.map(({ id, message, author, date }) => ({
    label: message.split('\n', 1)[0]!,
    description: `${id.slice(0, 8)} · ${author}, ${new Date(date).toLocaleDateString()}`,
    id,
  }))
  const pick = api.window.createQuickPick<(typeof offered)[number] & { alwaysShow?: boolean }>()
  pick.title = 'Review Commit'
  pick.placeholder = 'Which commit? An older one by its hash, a tag, or HEAD~500'
  pick.matchOnDescription = true
  pick.items = offered
  pick.onDidChangeValue((typed) => {
    const id = typed.trim()
    const isName = id !== '' && !/\s/.test(id) && !id.startsWith('-')
    const named = { label: id, description: 'by its name in git', id, alwaysShow: true }
    pick.items = isName ? [...offered, named] : offered
  })
  const chosen = await new Promise<string | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.id))
    pick.onDidHide(() => resolve(undefined))
    pick.show()
  })
  pick.dispose()
  return chosen === undefined ? undefined : { kind: 'commit', commit: chosen }
}

/** Asks which branch to review. The one that is checked out comes first. */
export async function chooseBranch(api: typeof vscode, engine: Engine): Promise<Subject | undefined> {
  const branches = await engine.use(gitService).branches({})
  const chosen = await api.window.showQuickPick(
    branches
      .toSorted((a, b) => Number(b.current) - Number(a.current) || b.date - a.date)
      .map(({ name, current, subject, date }) => ({
        label: name,
        description: `${current ? 'checked out · ' : ''}${subject}, ${new Date(date).toLocaleDateString()}`,
      })),
    { title: 'Review Branch', placeHolder: 'What a branch has changed since it left the default branch' },
  )
  return chosen && { kind: 'branch', branch: chosen.label }
}
