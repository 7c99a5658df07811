import { expect, test } from 'vitest'
import { testRepository } from '../testing/repository.ts'
import { type ApplyCase, applyCases, applyKinds, readApplyCase } from './apply-cases.ts'
import { describeApply, evaluateApply } from './evaluate-apply.ts'

const text = (body: string) =>
  `import { send } from './wire'\n\nexport function first(item) {\n  send(item)\n  return item\n}\n\nexport function second(item, other) {\n  check(item)\n${body}  send(other)\n}\n`

test('real commits become sketches of every kind, the same each time, and all of them are applied', async () => {
  await using repository = await testRepository()
  await repository.commit({ 'a.ts': text(''), 'yarn.lock': 'a\n' })
  await repository.commit({ 'a.ts': text('  check(other)\n'), 'yarn.lock': 'b\n' })
  const cases = await all(applyCases({ repo: repository.folder }))
  expect(await all(applyCases({ repo: repository.folder }))).toEqual(cases)
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(applyKinds))
  const seen: string[] = []
  const result = await evaluateApply(from(cases), ({ kind }, { outcome }) => seen.push(`${kind} ${outcome}`))
  expect(result).toMatchObject({ cases: cases.length, wrong: 0 })
  expect(seen.filter((each) => !each.startsWith('drift'))).toEqual(
    applyKinds.filter((kind) => kind !== 'drift').map((kind) => `${kind} exact`),
  )
})

test('what is wrong or declined is counted and can be read', async () => {
  const given = (sketch: string): ApplyCase => ({
    path: 'a.ts',
    original: 'a\nb\n',
    sketch,
    result: 'a\nc\n',
    kind: 'given',
  })
  const described: string[] = []
  const result = await evaluateApply(from([given('a\nd\nb\n'), given('')]), (each, outcome) =>
    described.push(describeApply(each, outcome)),
  )
  expect(result.by_kind).toEqual({ given: { cases: 2, exact: 0, declined: 1, wrong: 1, broken: 0 } })
  expect(described[0]).toContain('WRONG (whole) ── given a.ts')
  expect(described[0]).toContain('    - c\n    + d\n    + b')
  expect(described[1]).toContain('DECLINED (whole, lines 1 to 2): The sketch is empty.')
})

test('a case is one line', () => {
  const line = { path: 'a.ts', original: '', sketch: 'a', result: 'a\n' }
  expect(readApplyCase(JSON.stringify(line))).toEqual({ ...line, kind: 'given' })
  expect(() => readApplyCase('{"path":"a.ts"}')).toThrow('original is missing')
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

async function* from<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}
