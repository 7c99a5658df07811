/** How an instruction goes. */
export type Status =
  | { kind: 'idle' }
  | { kind: 'asked'; model?: string; why?: string }
  /** `ms` since it was asked. */
  | { kind: 'done'; model: string; changed: number; ms: number }
  /** `asked` is what it answers. */
  | { kind: 'words'; model: string; asked: string; text: string; ms?: number; meantToEdit: boolean }
  | { kind: 'stopped'; why: string }
  | { kind: 'failed'; problem: string; noModel: boolean }

/** One quiet line. */
export function statusLine(status: Status): string {
  switch (status.kind) {
    case 'idle':
      return ''
    case 'asked':
      return [status.model ? `${nameOf(status.model)}…` : 'Thinking…', status.why].filter(Boolean).join(' · ')
    case 'done': {
      const { changed } = status
      const what = changed === 0 ? 'nothing to change' : `${changed} ${changed === 1 ? 'line' : 'lines'} changed`
      return `${nameOf(status.model)} · ${what} · ${seconds(status.ms)}`
    }
    case 'words':
      if (status.ms === undefined) return `${nameOf(status.model)}…`
      return [nameOf(status.model), status.meantToEdit && 'changed nothing', seconds(status.ms)]
        .filter(Boolean)
        .join(' · ')
    case 'stopped':
      return status.why
    case 'failed':
      return status.problem
  }
}

/** A model without its provider. */
export const nameOf = (model: string) => model.slice(model.indexOf('/') + 1)
export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
