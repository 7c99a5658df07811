import { defineConfig } from 'vitest/config'

/** The tests that need the built product: the `caret` command, and the editor in a real browser. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.e2e.ts'],
    globalSetup: './find-browser.ts',
    // A browser and its engine take most of a small machine.
    fileParallelism: false,
    retry: 1,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
