import type { Editor } from '../harness.ts'

const notes = Array.from({ length: 40 }, (_, at) => `  { name: 'note ${at}', pitch: ${40 + at} },`).join('\n')

/** A prompt as it was sent, of more than fits into its budget. */
const recording = {
  ...{ prompt: 'tab-next-edit', version: 1, budget: 620, tokenizer: 'o200k_base', tokens: 612, messages: [] },
  props: {
    ...{ format: 'chat', path: 'src/scale.ts', startsFile: true, caret: 52 },
    before: `import { play } from './play.ts'\n\nexport const scale = [\n${notes}\n]\n\n`,
    region: 'export function playAll(volume: number): void {\n  for (const { pitch } of scale) play(pitch)\n}',
    original: 'export function playAll(): void {\n  for (const { pitch } of scale) play(pitch)\n}',
    after: '\n\nexport const lowest = scale[0]',
    edits: [
      {
        path: 'src/play.ts',
        diff: '@@ -1,3 +1,3 @@\n-export function play(pitch: number): void {\n+export function play(pitch: number, volume: number): void {\n   strike(pitch)\n }\n',
        ...{ original: 'export function play(pitch: number): void {', updated: '' },
      },
      {
        path: 'src/scale.ts',
        diff: '@@ -46,3 +46,3 @@\n-export function playAll(): void {\n+export function playAll(volume: number): void {\n   for (const { pitch } of scale) play(pitch)\n }\n',
        ...{ original: 'export function playAll(): void {', updated: '' },
      },
    ],
    snippets: [
      { path: 'src/play.ts', text: 'export function play(pitch: number, volume: number): void {\n  strike(pitch)\n}' },
    ],
  },
}

export async function showPrompt(editor: Editor): Promise<void> {
  await editor.page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(recording, undefined, 2))
  await editor.command('File: New Untitled Text File')
  await editor.command('Change Language Mode')
  await editor.pick('json', '(json)')
  await editor.page.locator('.statusbar-item', { hasText: /^\s*JSON\s*$/ }).waitFor()
  await editor.press('Control+v')
  await editor.command('Caret: Preview Prompt')
  await editor.pick('Untitled', 'the open file')
  const prompt = editor.page.locator('.caret-prompt')
  await prompt.locator('tr:has(b:text-is("Edits"))').click()
  await editor.page.mouse.move(700, 3)
}
