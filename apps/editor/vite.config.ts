import { defineConfig } from 'vite'
import { drawFirst } from './vite/draw-first.ts'
import { translateBuiltins } from './vite/translate-builtins.ts'

export default defineConfig({
  plugins: [translateBuiltins(), drawFirst()],
  build: { target: 'esnext', reportCompressedSize: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 32_000 },
  worker: { format: 'es' },
  resolve: { dedupe: ['vscode', 'monaco-editor', '@codingame/monaco-vscode-api'] },
})
