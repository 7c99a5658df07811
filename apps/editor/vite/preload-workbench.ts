import type { Plugin } from 'vite'

/** Has the page fetch and parse the workbench's chunks from its first line on, while the small boot chunk connects. */
export function preloadWorkbench(): Plugin {
  return {
    name: 'caret:preload-workbench',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (!bundle) return []
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
        const main = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/src/main.ts'))
        if (!main) throw new Error('The chunk of src/main.ts is gone: look at preload-workbench.ts.')
        return [main.fileName, ...main.imports].map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }))
      },
    },
  }
}
