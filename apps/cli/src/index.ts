export { chromiumHint, findChromium } from './browser.ts'
