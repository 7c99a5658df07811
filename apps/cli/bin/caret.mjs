#!/usr/bin/env node
import { existsSync } from 'node:fs'

const built = new URL('../dist/caret.js', import.meta.url)
if (!existsSync(built)) {
  console.error('Caret has not been built yet. Run `npm start` (or `npm run build`) in its folder first.')
  process.exit(1)
}
await import(built.href)
