/** What is known everywhere of changes that others than the user have proposed. By paths. */
export interface Proposals {
  /** A proposal, or a decision about one, is being written into these: no edit of the user's. */
  readonly writing: Set<string>
  /** In these something waits for a decision: nothing else is proposed meanwhile. */
  readonly waiting: Set<string>
}

export const createProposals = (): Proposals => ({ writing: new Set(), waiting: new Set() })
