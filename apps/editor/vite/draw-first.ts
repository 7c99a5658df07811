import type { Plugin } from 'vite'

interface Change {
  /** The end of the file's name. */
  file: RegExp
  from: string
  to: string
}

const changes: Change[] = [
  // The library waits for the host's API before it draws. Nothing before what `declareCaretExtension` returns uses it.
  {
    file: /\/localExtensionHost\.js$/,
    from: `    accessor.get(IExtensionService);
    defaultApi = await createLocalApi();`,
    to: `    accessor.get(IExtensionService);
    void createLocalApi().then((api) => { defaultApi ??= api; });`,
  },
  // Starting hosts and reading extensions keep the page busy while the text of the first editor arrives. An editor that
  // itself comes from an extension waits for them in turn: hence not for ever.
  {
    file: /\/browser\/extensionService\.js$/,
    from: `lifecycleService.when(LifecyclePhase.Ready).then(async () => {`,
    to: `lifecycleService.when(LifecyclePhase.Ready).then(async () => {
            const waited = new Promise((resolve) => setTimeout(resolve, 1000));
            await Promise.race([lifecycleService.when(LifecyclePhase.Restored), waited]);`,
  },
]

/** Lets the workbench draw itself and open its editors before the extension hosts start, as VS Code does. */
export function drawFirst(): Plugin[] {
  return changes.map(({ file, from, to }) => ({
    name: 'caret:draw-first',
    transform: {
      filter: { id: file },
      handler(code) {
        if (!code.includes(from)) this.error(`Extensions start in another way now: look at draw-first.ts for\n${from}`)
        return code.replace(from, to)
      },
    },
  }))
}
