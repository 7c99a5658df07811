import { chromiumHint, findChromium } from '@caret/cli'

/** Before all tests: which browser they use, in `CARET_CHROMIUM`. */
export function setup(): void {
  const path = findChromium()
  if (!path) throw new Error(`The browser tests need a browser. ${chromiumHint}`)
  process.env.CARET_CHROMIUM = path
  console.log(`Browser: ${path}`)
}
