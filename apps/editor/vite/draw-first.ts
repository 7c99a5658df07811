import type { Plugin } from 'vite'

const waiting = `    accessor.get(IExtensionService);
    defaultApi = await createLocalApi();`
const drawing = `    accessor.get(IExtensionService);
    void createLocalApi().then((api) => { defaultApi ??= api; });`

/**
 * Lets the workbench draw itself and open its editors while the in-page extension host still starts, as VS Code does.
 *
 * The library waits for the host's API first, which costs a quarter of the time to the first key. Nothing before
 * what `declareCaretExtension` returns uses that API.
 */
export function drawFirst(): Plugin {
  return {
    name: 'caret:draw-first',
    transform: {
      filter: { id: /\/localExtensionHost\.js$/ },
      handler(code) {
        if (!code.includes(waiting))
          this.error('The local extension host waits in another way now: look at draw-first.ts.')
        return code.replace(waiting, drawing)
      },
    },
  }
}
