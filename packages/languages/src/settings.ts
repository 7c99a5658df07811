/** Settings as the editor keeps them: nested objects by the parts of a dotted name. */
export type Settings = { [name: string]: unknown }

/** What stands at a dotted name (`css.lint`), or everything without one; `undefined` where there is nothing. */
export function lookUp(settings: Settings, section: string | undefined): unknown {
  if (!section) return settings
  // A name may stand undivided (`js/ts`, `[yaml]`, `editor.tabSize`): try the longest head first.
  if (section in settings) return settings[section]
  for (let dot = section.lastIndexOf('.'); dot > 0; dot = section.lastIndexOf('.', dot - 1)) {
    const head = settings[section.slice(0, dot)]
    if (isRecord(head)) return lookUp(head, section.slice(dot + 1))
  }
  return undefined
}

/** `over` laid on `base`, object by object; lists and values are replaced whole, `undefined` leaves what was. */
export function merge(base: Settings, over: Settings): Settings {
  const merged: Settings = { ...base }
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined || name === '__proto__') continue
    const below = merged[name]
    merged[name] = isRecord(below) && isRecord(value) ? merge(below, value) : value
  }
  return merged
}

const isRecord = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
