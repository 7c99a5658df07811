import { applyEdits } from '@caret/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeOf } from './change.ts'
import { findSites } from './find-sites.ts'
import { layOut } from './layout.ts'
import { learn } from './learn.ts'
import { lex, tokenAt } from './lex.ts'
import { example, indexOf } from './testing.ts'

/** The file after the likeliest site's edit, when the example was made at the top of it. */
function next(before: string, after: string, rest: string, path = 'a.ts'): string | undefined {
  const index = indexOf({
    'a.ts': path === 'a.ts' ? after + rest : after,
    ...(path === 'a.ts' ? {} : { [path]: rest }),
  })
  const [site] = findSites(
    learn([example(before + (path === 'a.ts' ? rest : ''), after + (path === 'a.ts' ? rest : ''))]),
    index,
    {
      path: 'a.ts',
      offset: after.length,
    },
  )
  if (site === undefined) return undefined
  const text = applyEdits(index.text(site.path)!, [site.edit])
  return site.path === 'a.ts' ? text.slice(after.length) : text
}

test('a replacement, in this file and in another', () => {
  const [before, after] = ['fetchLegacy(url).body\n', 'fetchModern(url).body\n']
  expect(next(before, after, 'const x = fetchLegacy(page)\n')).toBe('const x = fetchModern(page)\n')
  expect(next(before, after, 'const x = fetchLegacy(page)\n', 'b.ts')).toBe('const x = fetchModern(page)\n')
})

test('an argument is added, whatever the others are', () => {
  const [before, after] = ['render(a, x)\n', 'render(a, x, ctx)\n']
  expect(next(before, after, 'render(b, y)\n')).toBe('render(b, y, ctx)\n')
  expect(next(before, after, 'render(b.c(1, 2), y[1])\n')).toBe('render(b.c(1, 2), y[1], ctx)\n')
})

test('what was done three times with the same words is not done with others', () => {
  const use = (name: string) => `const found = ${name}(request, response, context)\n`
  let text = use('getUser').repeat(3) + use('getOrder')
  const examples = []
  const others = []
  for (let offset = text.indexOf('getUser'); text.includes('getUser('); offset = text.indexOf('getUser(')) {
    const before = text
    text = text.replace('getUser(', 'getUserName(')
    examples.push(example(before, text))
    const sites = findSites(learn(examples), indexOf({ 'a.ts': text }), { path: 'a.ts', offset })
    others.push(sites.filter(({ edit }) => edit.insert.includes('getOrderName')).length)
  }
  expect(others).toEqual([1, 1, 0])
})

test('names in what is inserted follow the names of the place', () => {
  const [before, after] = ['const a = lookup(userName)\n', 'const a = findUserName()\n']
  expect(next(before, after, 'const a = lookup(orderDate)\n')).toBe('const a = findOrderDate()\n')
})

test('a whole line goes, another comes, indented as there', () => {
  expect(
    next(
      'if (x) {\n  console.log(debugState)\n  go()\n}\n',
      'if (x) {\n  go()\n}\n',
      '    run()\n    console.log(debugState)\n    go()\n',
    ),
  ).toBe('    run()\n    go()\n')
  expect(
    next(
      '  openDoor(1)\n  leave()\n',
      '  openDoor(1)\n  closeDoor(1)\n  leave()\n',
      'f(() => {\n      openDoor(1)\n      leave()\n})\n',
    ),
  ).toBe('f(() => {\n      openDoor(1)\n      closeDoor(1)\n      leave()\n})\n')
})

test('several changes on a line are made together', () => {
  expect(
    next('let total: OldType = makeOld(1)\n', 'let total: NewType = makeNew(1)\n', 'let other: OldType = makeOld(2)\n'),
  ).toBe('let other: NewType = makeNew(2)\n')
})

test('what goes before a word goes before no bracket', () => {
  const before = 'go(() => {\n  load(1)\n  load(2)\n  load(3)\n})\n'
  const once = example(before, before.replace('load(1)', 'await load(1)'))
  const text = applyEdits(before, [once.edit])
  const twice = example(text, text.replace(' load(2)', ' await load(2)'))
  const now = applyEdits(text, [twice.edit])
  const sites = findSites(learn([once, twice]), indexOf({ 'a.ts': now }), {
    path: 'a.ts',
    offset: now.indexOf('load(2)'),
  })
  expect(sites.map(({ edit }) => applyEdits(now, [edit]))).toEqual([now.replace('load(3)', 'await load(3)')])
})

test('what is done already is left alone', () => {
  const [before, after] = ['start(1).retry()\n', 'start(1).limit(5).retry()\n']
  expect(next(before, after, 'other()\n')).toBeUndefined()
})

test('nothing is learned from blanks', () => {
  expect(learn([example('a  b', 'a b')]).changes).toEqual([])
})

test('the nearest below comes first, then above, then the folder, then elsewhere', () => {
  const line = 'legacyCall(value)\n'
  const filler = 'something();\n'.repeat(20)
  const before = line + filler + line + filler + line
  const offset = line.length + filler.length
  const edit = { offset, remove: 10, insert: 'modernCall' }
  const index = indexOf({ 'src/a.ts': applyEdits(before, [edit]), 'src/b.ts': line, 'lib/c.ts': line })
  const sites = findSites(learn([{ path: 'src/a.ts', before, edit }]), index, { path: 'src/a.ts', offset: offset + 10 })
  expect(sites.map(({ path, edit }) => [path, edit.offset > offset])).toEqual([
    ['src/a.ts', true],
    ['src/a.ts', false],
    ['src/b.ts', false],
    ['lib/c.ts', false],
  ])
})

test('of the files of a folder the one that follows comes first', () => {
  const line = 'legacyCall(value)\n'
  const example = { path: 'src/b.ts', before: line, edit: { offset: 0, remove: 10, insert: 'modernCall' } }
  const files = { 'src/a.ts': line, 'src/b.ts': 'modernCall(value)\n', 'src/c.ts': line, 'src/d.ts': line }
  const sites = findSites(learn([example]), indexOf(files), { path: 'src/b.ts', offset: 10 })
  expect(sites.map(({ path }) => path)).toEqual(['src/c.ts', 'src/d.ts', 'src/a.ts'])
})

test('what came after the last change when that was made before is likelier now', () => {
  const open = (at: number) => `openDoor(${at})\n`
  const shut = (at: number) => `shutDoor(${at})\n`
  const before = [1, 2].map((at) => `${open(at)}walk()\n${shut(at)}sleep()\n`).join('')
  const change = (text: string, from: string, to: string) => ({ ...example(text, text.replace(from, to)) })
  const first = change(before, 'openDoor(1)', 'openGate(1)')
  const second = change(applyEdits(before, [first.edit]), 'shutDoor(1)', 'closeIt(1)')
  const text = applyEdits(second.before, [second.edit])
  const third = change(text, 'openDoor(2)', 'openGate(2)')
  const followers = learn([first, second, third]).changes.filter(({ follows }) => follows)
  expect(followers.map(({ change: { removed, inserted } }) => [...removed, ...inserted])).toEqual([
    ['shutDoor', 'closeIt'],
  ])
  expect(learn([first, second]).changes.some(({ follows }) => follows)).toBe(false)
})

const name = fc.stringMatching(/^[a-z]{3,5}[A-Z][a-z]{2,5}$/)
const names = fc.uniqueArray(name, { minLength: 6, maxLength: 6, selector: (word) => word.toLowerCase() })

const templates: [string, (hole: string) => string, (hole: string) => string][] = [
  ['an argument', (hole) => `computeThing(${hole}, 1)`, (hole) => `computeThing(${hole}, 1, extra)`],
  ['another callee', (hole) => `const value = oldHelper(${hole})`, (hole) => `const value = newHelper(${hole})`],
  ['a wrapper', (hole) => `emitSignal(${hole})`, (hole) => `await emitSignal(${hole})`],
  ['a property', (hole) => `readOption(${hole}).value`, (hole) => `readOption(${hole})`],
]

test.each(templates)('two examples of a template give every third: %s', (_, old, fresh) => {
  fc.assert(
    fc.property(names, ([a, b, c, d, e, f]) => {
      const line = (hole: string | undefined, make: (hole: string) => string) => `  ${make(hole!)}\n`
      const [first, second, third] = [a, b, c].map((hole) => line(hole, old)) as [string, string, string]
      const gap = `${d}\n${e}\n${f}\n`
      const one = first + gap + second + gap + third
      const two = line(a, fresh) + gap + second + gap + third
      const done = line(a, fresh) + gap + line(b, fresh) + gap + third
      const sites = findSites(learn([example(one, two), example(two, done)]), indexOf({ 'a.ts': done }), {
        path: 'a.ts',
        offset: done.length - third.length - gap.length,
      })
      expect(applyEdits(done, [sites[0]!.edit])).toBe(line(a, fresh) + gap + line(b, fresh) + gap + line(c, fresh))
    }),
  )
})

const word = fc.constantFrom('alpha', 'beta', 'gammaRay', 'deltaForce', '(', ')', ',', '\n', '  ', ' ', ';')
const text = fc.array(word, { minLength: 6, maxLength: 60 }).map((words) => words.join(''))

test('sites never overlap, and each is within its file', () => {
  fc.assert(
    fc.property(text, text, fc.nat(), fc.nat(8), text, (before, insert, at, remove, other) => {
      const offset = at % before.length
      const edit = { offset, remove: Math.min(remove, before.length - offset), insert: insert.slice(0, 12) }
      const index = indexOf({ 'a.ts': applyEdits(before, [edit]) + other, 'b.ts': other + before })
      const sites = findSites(learn([{ path: 'a.ts', before, edit }]), index, { path: 'a.ts', offset })
      for (const path of ['a.ts', 'b.ts']) {
        const edits = sites.filter((site) => site.path === path).map((site) => site.edit)
        expect(() => applyEdits(index.text(path)!, edits)).not.toThrow()
      }
    }),
  )
})

test('made at its own example, a change gives what the example gave', () => {
  fc.assert(
    fc.property(
      text,
      fc.array(word, { minLength: 1, maxLength: 8 }),
      fc.nat(),
      fc.nat(12),
      (body, words, at, remove) => {
        const before = `startMarker ${body} endMarker\n`
        const offset = 12 + (at % body.length)
        const edit = { offset, remove: Math.min(remove, 12 + body.length - offset), insert: words.join('') }
        const change = changeOf({ path: 'a.ts', before, edit })
        fc.pre(change !== undefined)
        const site = lex(before)
        const from = tokenAt(site, change.offset)
        const made = applyEdits(before, [layOut(change, site, from, from + change.removed.length, false)])
        const after = applyEdits(before, [edit])
        // Blanks that changed between tokens that did not are left to formatters.
        const blanks = /\s/.test(before.slice(offset, offset + edit.remove) + edit.insert)
        if (blanks) expect(made.replaceAll(/\s+/g, '')).toBe(after.replaceAll(/\s+/g, ''))
        else expect(made).toBe(after)
      },
    ),
  )
})
