import { defineConfig } from 'vite'
import { drawFirst } from './vite/draw-first.ts'
import { preloadWorkbench } from './vite/preload-workbench.ts'
import { translateBuiltins } from './vite/translate-builtins.ts'

// VS Code's own layers, lowest first; none imports a higher one, so that no two chunks wait for each other. The browser
// parses them side by side, off the main thread; the time to the first key hangs on that.
const layers = [
  { name: 'boot', test: /vite\/preload-helper|packages\/protocol|vscode-jsonrpc|node_modules\/zod/ },
  { name: 'base', test: /monaco-vscode-api\/vscode\/src\/vs\/(base|platform)\// },
  { name: 'core', test: /monaco-vscode-api\/vscode\/src\/vs\/editor\// },
  { name: 'host', test: /\/vs\/workbench\/api\/|extensions-service-override|localExtensionHost|extension\.api\.js/ },
]

export default defineConfig({
  plugins: [translateBuiltins(), drawFirst(), preloadWorkbench()],
  build: {
    target: 'esnext',
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 32_000,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: layers.map((layer, index) => ({ ...layer, priority: layers.length - index })) },
      },
    },
  },
  worker: { format: 'es' },
  resolve: { dedupe: ['vscode', 'monaco-editor', '@codingame/monaco-vscode-api'] },
})
