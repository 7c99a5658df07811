import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CheckpointDamaged } from './errors.ts'
import { Checkpoints } from './checkpoints.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caret-checkpoints-'))
})
afterAll(() => rm(folder, { recursive: true }))

const before = (index: number) => `before ${index}\n`.repeat(200)
const after = (index: number) => `after ${index}\n`.repeat(200)
const recordOf = (index: number) => ({
  ...{ id: `${index}`, title: `Change ${index}`, origin: { kind: 'agent' as const }, unsaved: [] },
  files: [{ path: 'a', before: before(index), after: after(index), wasUnsaved: false }],
})

/** Writes one after the other, and says of each that it is kept, until it is killed. */
const program = `
import { Checkpoints } from './checkpoints.mjs'
const checkpoints = new Checkpoints(process.argv[2])
const first = Number(process.argv[3])
for (let index = first; ; index++) {
  const [before, after] = ['before ', 'after '].map((text) => (text + index + '\\n').repeat(200))
  const files = [{ path: 'a', before, after, wasUnsaved: false }]
  await checkpoints.record({ id: String(index), title: 'Change ' + index, origin: { kind: 'agent' }, unsaved: [], files })
  process.stdout.write(index + '\\n')
}
`

test('a process that is killed at any moment loses nothing of what it has kept', async () => {
  const bundle = await rolldown({ input: new URL('checkpoints.ts', import.meta.url).pathname, platform: 'node' })
  await bundle.write({ file: join(folder, 'checkpoints.mjs') })
  await writeFile(join(folder, 'write.mjs'), program)
  const kept = join(folder, 'killed')
  let last = -1
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, [join(folder, 'write.mjs'), kept, `${last + 1}`])
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), Math.random() * 30)
      said += chunk.toString()
    })
    await new Promise((resolve) => child.on('close', resolve))
    expect(said).not.toBe('')
    last = Number(said.trim().split('\n').at(-1))
    await using checkpoints = new Checkpoints(kept)
    const { checkpoints: found, problems } = await checkpoints.list()
    expect(problems).toEqual([])
    // The last one may have been written without being told.
    const ids = new Set(found.map(({ id }) => Number(id)))
    const lost = Array.from({ length: last + 1 }, (_, index) => index).filter((index) => !ids.has(index))
    expect(lost).toEqual([])
    for (const id of [0, last]) {
      const { set } = await checkpoints.takeBack(`${id}`, async () => after(id))
      expect(set.files).toEqual([{ path: 'a', before: after(id), after: before(id) }])
    }
    const names = await readdir(kept, { recursive: true })
    expect(names.filter((name) => name.includes('.'))).toEqual([])
  }
})

test('what is damaged is left out and told, and nothing else is another than it was', async () => {
  const whole = join(folder, 'whole')
  const count = 4
  {
    await using checkpoints = new Checkpoints(whole)
    for (let index = 0; index < count; index++) await checkpoints.record(recordOf(index))
  }
  const names = (await readdir(whole, { recursive: true })).filter((name) => name.includes('/')).toSorted()
  const harm = fc.record({
    file: fc.nat(names.length - 1),
    at: fc.nat(300),
    how: fc.constantFrom('flip', 'cut', 'delete'),
  })
  let turn = 0
  await fc.assert(
    fc.asyncProperty(fc.array(harm, { minLength: 1, maxLength: 3 }), async (harms) => {
      const damaged = join(folder, `damaged-${turn++}`)
      await cp(whole, damaged, { recursive: true })
      for (const { file, at, how } of harms) {
        const path = join(damaged, names[file]!)
        const bytes = await readFile(path).catch(() => undefined)
        if (!bytes || bytes.length === 0) continue
        if (how === 'delete') await unlink(path)
        else if (how === 'cut') await truncate(path, at % bytes.length)
        else {
          bytes[at % bytes.length]! ^= 1 + (at % 255)
          await writeFile(path, bytes)
        }
      }
      await using checkpoints = new Checkpoints(damaged)
      const { checkpoints: found, problems } = await checkpoints.list()
      const isRecordGone = harms.some(({ file, how }) => how === 'delete' && names[file]!.startsWith('records'))
      if (!isRecordGone) expect(found.length + problems.length).toBe(count)
      for (const { id } of found) {
        const index = Number(id)
        try {
          const { set } = await checkpoints.takeBack(id, async () => after(index))
          expect(set.files).toEqual([{ path: 'a', before: after(index), after: before(index) }])
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointDamaged)
        }
      }
      // It goes on.
      await checkpoints.record(recordOf(99))
      expect((await checkpoints.list()).checkpoints[0]?.id).toBe('99')
      await rm(damaged, { recursive: true })
    }),
    { numRuns: 60 },
  )
})
