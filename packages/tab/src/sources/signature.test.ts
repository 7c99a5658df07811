import { expect, test } from 'vitest'
import { signature } from './signature.ts'
import { situationOf } from './testing.ts'
import { applyEdits } from '@caret/text'

const made = (files: Record<string, string>, edit: { path: string; find: string; put: string }) => {
  const situation = situationOf(files, [edit])
  return signature
    .propose(situation)
    .toSorted((a, b) => b.probability - a.probability)
    .map(({ edit: found }) => [found.path, applyEdits(situation.texts.get(found.path)!, [found])] as const)
}

test('callers pass a new parameter that they have, where it belongs', () => {
  const files = {
    'a.ts': 'export function load(path: string, size: number) {}\n',
    'b.ts': 'function all(ctx: Context) {\n  load("a, b", 1)\n}\n',
    'c.ts': 'load(\n  name,\n  2,\n)\n',
  }
  const edit = { path: 'a.ts', find: 'size: number', put: 'size: number, ctx: Context' }
  expect(made(files, edit)).toEqual([
    ['b.ts', 'function all(ctx: Context) {\n  load("a, b", 1, ctx)\n}\n'],
    ['c.ts', 'load(\n  name,\n  2,\n  ctx,\n)\n'],
  ])
  const first = { path: 'a.ts', find: 'path: string', put: 'ctx: Context, path: string' }
  expect(made(files, first)[0]).toEqual(['b.ts', 'function all(ctx: Context) {\n  load(ctx, "a, b", 1)\n}\n'])
})

test('a parameter that is gone is no longer passed, nor declared elsewhere', () => {
  const files = {
    'a.py': 'class A:\n    def load(self, path, size):\n        pass\n',
    'b.py': 'class B(A):\n    def load(self, path, size):\n        pass\n\nb.load("x", 3)\nb.load("x")\n',
  }
  expect(made(files, { path: 'a.py', find: 'path, size', put: 'path' }).map(([, text]) => text)).toEqual([
    files['b.py'].replace('self, path, size', 'self, path'),
    files['b.py'].replace('"x", 3', '"x"'),
  ])
})

test('what is declared under the same name takes the parameter as it is declared', () => {
  const files = {
    'a.go': 'func (s *Server) Start(addr string) error {\n}\n',
    'b.go': 'func (f *Fake) Start(addr string) error {\n}\n\nfunc run(ctx context.Context) {\n\ts.Start(":80")\n}\n',
  }
  expect(
    made(files, { path: 'a.go', find: 'addr string', put: 'ctx context.Context, addr string' }).map(([, text]) => text),
  ).toEqual([
    files['b.go'].replace('Start(addr', 'Start(ctx context.Context, addr'),
    files['b.go'].replace('Start(":80"', 'Start(ctx, ":80"'),
  ])
})

test('an argument of a call, or a parameter with another type, changes nothing', () => {
  const files = { 'a.ts': 'function load(a: string) {}\nload(one)\nload(two)\n' }
  expect(made(files, { path: 'a.ts', find: 'load(one)', put: 'load(one, ctx)' })).toEqual([])
  expect(made(files, { path: 'a.ts', find: 'a: string', put: 'a: number' })).toEqual([])
})
