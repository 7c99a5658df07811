import { expect, test } from 'vitest'
import { grammarOf } from './grammar.ts'
import { readerAt, receiverBefore } from './uses.ts'

/** What a text behind the bar `|` uses, members as `owner>member`. */
function uses(path: string, source: string): string[] | undefined {
  const [before = '', inserted = '', after = ''] = source.split('|')
  const reader = readerAt(grammarOf(path)!, before + after, before.length)
  return reader?.(inserted).map(({ name, of }) => (of === undefined ? name : `${of}>${name}`))
}

test.each([
  // Calls, values, owners.
  ['run(|)\nsendEvent(user)', ['sendEvent', 'user']],
  ['|sendEvent(user, 1)', ['sendEvent', 'user']],
  ['const a = |b + c.d(e)', ['b', 'c', 'c>d', 'e']],
  ['return sen|dEvent(', ['sendEvent']],
  ['if (a) {\n  |sendEvent()\n}', ['sendEvent']],
  ['|this.store.save(all[key])', ['this>store', 'this.store>save', 'all', 'key']],
  ['|new Box(make().size)', ['Box', 'make', '>size']],
  ['for (const row of |rows) {', ['rows']],
  // What is made, and what has a name of its own.
  ['|const made = a\nsend(made)', ['a', 'send']],
  ['|function f(one, two: Two) {\n  return one', []],
  ['|items.map((item) => item.x)', ['items', 'items>map', 'item>x']],
  ['|const { a, b } = c', ['c']],
  ["|import { a, b as c } from './d'", []],
  ['class A {\n  |render(a, b) {\n    return a', []],
  ['const a = {\n  |size: 1,\n  other,\n}', []],
  ['type A = {|', []],
  ['let a: |Record<string, Box>', []],
  ['f(a, |(one, two) => one', []],
  ['f(|([one, two]) => one', []],
  // Strings, comments, prose.
  ["log('|some words, here(a)')", []],
  ['// |sendEvent(user)', []],
  ['/**\n * Says |what(it) = does', undefined],
  ['`some |text(a) = b`', undefined],
  ['<div className="a">|hello world</div>', []],
])('TypeScript: %s', (source, expected) => {
  expect(uses('a.tsx', source)).toEqual(expected)
})

test.each([
  ['def f(a):\n    return |load(a).size', ['load', 'a', '>size']],
  ['|x = y if z else w', ['y', 'z', 'w']],
  ['|for row in rows.all():', ['rows', 'rows>all']],
  ['|def f(a, b=c):\n    pass', ['c']],
  ['|from a import b, c', []],
  ['send(|user, timeout=5)', ['user']],
  ['|[x for x in xs]', ['xs']],
  ['|@app.route("/")\ndef index():', ['app', 'app>route']],
  ['|self.store.save(key)', ['self>store', 'self.store>save', 'key']],
  ['|except Failure as error:', []],
  ['|Box(width)', ['Box', 'width']],
  ['def f():\n    """Says |what(it)', undefined],
  ['# |what(it)', []],
])('Python: %s', (source, expected) => {
  expect(uses('a.py', source)).toEqual(expected)
})

test.each([
  ['func f() {\n\t|err := load(ctx)\n\treturn err', ['load', 'ctx']],
  ['func f() {\n\t|fmt.Println(name)', ['fmt', 'fmt>Println', 'name']],
  ['|func (s *Server) Run(ctx context.Context) error {', ['context>Context']],
  ['a := |Server{Name: name}', []],
  ['func f() {\n\t|for _, row := range rows {', ['rows']],
  ['var a |[]Box', []],
])('Go: %s', (source, expected) => {
  expect(uses('a.go', source)).toEqual(expected)
})

test.each([
  ['fn f() {\n    |let a = load(path)?;\n    send(a)', ['load', 'path', 'send']],
  ['let a = |Parcel::new(size)', ['Parcel', 'Parcel>new', 'size']],
  ['|use std::io::{self, Read};', ['std>io']],
  ['|fn f(a: &str, b: u8) -> Self {', []],
  ['let a = |items.iter().map(next)', ['items', 'items>iter', '>map', 'next']],
  ['fn f() {\n    |println!("{}", name)', []],
])('Rust: %s', (source, expected) => {
  expect(uses('a.rs', source)).toEqual(expected)
})

test('other languages are not read', () => {
  expect(grammarOf('a.css')).toBeUndefined()
})

test('what a member is one of', () => {
  const of = (text: string) => receiverBefore('a.ts', text, text.length)
  expect([of('  box.'), of('return this.store?.'), of('f().'), of('box.wid'), of('box')]).toEqual([
    ...['box', 'this.store', ''],
    ...[undefined, undefined],
  ])
})
