/** Why an extension cannot be installed, in a sentence for the user. */
export class ExtensionError extends Error {
  override name = 'ExtensionError'
  readonly code = 'ExtensionError'
}
