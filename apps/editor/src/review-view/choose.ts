import { gitService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Subject } from './subject.ts'

/** So many commits are offered; any other is named by what git understands. */
const mostOffered = 300

/** Asks which commit to review; undefined where none is chosen. */
export async function chooseCommit(api: typeof vscode, engine: Engine): Promise<Subject | undefined> {
  const commits = await engine.use(gitService).log({ limit: mostOffered, skip: 0 })
  const chosen = await api.window.showQuickPick(
    commits.map(({ id, message, author, date }) => ({
      label: message.split('\n', 1)[0]!,
      description: `${id.slice(0, 8)} · ${author}, ${new Date(date).toLocaleDateString()}`,
      id,
    })),
    { title: 'Review Commit', placeHolder: 'Which commit?', matchOnDescription: true },
  )
  return chosen && { kind: 'commit', commit: chosen.id }
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
