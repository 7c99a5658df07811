/** What the doctor says about one thing. */
export interface Finding {
  name: string
  /** `missing` matters only where `needed`. */
  state: 'found' | 'missing'
  /** Version and place, or what is wrong. */
  detail: string
  /** Without it Caret does not work, or not as it should. */
  needed: boolean
  /** How to get it, where it is missing. */
  hint?: string
}
