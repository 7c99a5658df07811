import { ensureBrowser } from './lib/browser.mjs'
import { launch } from './lib/launch.mjs'

// `npm run screenshots` writes a picture of every view to e2e/screenshots/.
await ensureBrowser()
await launch('e2e/screenshots.ts', process.argv.slice(2))
