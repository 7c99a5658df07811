import { defineConfig } from 'vite'

export default defineConfig({
  build: { target: 'esnext', reportCompressedSize: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 32_000 },
  worker: { format: 'es' },
  resolve: { dedupe: ['vscode', 'monaco-editor', '@codingame/monaco-vscode-api'] },
})
