import { expect, test } from 'vitest'
import { isMarker } from './markers.ts'

test.each([
  '// ... existing code ...',
  '  # ... rest of the file ...',
  '// ... (unchanged)',
  '// (... unchanged ...)',
  '// ...(existing code)...',
  '// ... handleClick() and handleSubmit() ...',
  '// [existing code]',
  '// (rest of the code remains unchanged)',
  '// existing code...',
  '// unchanged',
  '# remaining methods unchanged',
  '// other imports here',
  '// --- snip ---',
  '// same as before',
  '// keep the rest as is',
  '{/* ... rest of the JSX ... */}',
  '<!-- ... (unchanged) -->',
  '/* … */',
  '... existing code ...',
  '[... rest of the function ...]',
  '...',
  '-- ... rest of the query ...',
])('%s is a marker', (line) => expect(isMarker(line)).toBe(true))

test.each([
  '// The rest is history',
  '// keep the existing ones, for they are cached',
  '// ... and so on, for each of them',
  '// falls back to the original value',
  '...existing,',
  '...rest',
  '...args: string[]',
  '...(original ? [original] : []),',
  'return [...existing, ...more]',
  '# define the same thing twice',
  '// TODO: handle the remaining cases',
])('%s is none', (line) => expect(isMarker(line)).toBe(false))
