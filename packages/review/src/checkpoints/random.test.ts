import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accept, edited, editBetween, type FileChange, hunksOf, reject } from '@caret/text'
import { createMemoryWorkspace, type Workspace } from '@caret/workspace'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFrom } from '../apply-to-workspace.ts'
import { Checkpoints } from './checkpoints.ts'

/*
 * Texts are made of blocks between lines that nobody changes, so that what must be in a block is known without any difference or
 * merge: block by block, what was accepted, what was typed, and what was taken back.
 */

const paths = ['a', 'b']
const blocks = 3
type Values = string[]
/** Long, for a difference takes no short line for common between long ones that are not. */
const border = (name: number | 'end') => `--- what comes before ${name} ---`
const textOf = (values: Values) =>
  values.map((value, index) => `${border(index)}\n${value}`).join('') + `${border('end')}\n`

interface Acceptance {
  id: string
  path: string
  block: number
  before: string
  after: string
}

/** What must be true. */
interface Promised {
  /** Of the text in the editor. */
  values: Record<string, Values>
  /** Of a file, the blocks with a proposal that waits, what was there before, and whose it is. */
  waiting: Record<string, Map<number, { before: string; id: string }>>
  accepted: Acceptance[]
  /** The editor's texts without what waits, just before a checkpoint's first acceptance. */
  states: Map<string, Record<string, string>>
}

class Real implements AsyncDisposable {
  readonly workspace: Workspace
  readonly pending = new Map<string, FileChange>()
  checkpoints: Checkpoints

  constructor(private readonly folder: string) {
    this.checkpoints = new Checkpoints(folder)
    this.workspace = createMemoryWorkspace(Object.fromEntries(paths.map((path) => [path, textOf(startOf(path))])))
  }

  text(path: string): Promise<string> {
    return this.workspace.readText(path)
  }

  /** As an editor does it: the text stays unsaved, and what still differs waits. */
  set(change: FileChange): void {
    this.workspace.buffers.set(change.path, change.after!)
    if (change.before === change.after) this.pending.delete(change.path)
    else this.pending.set(change.path, change)
  }

  async restart(): Promise<void> {
    await this.checkpoints[Symbol.asyncDispose]()
    this.checkpoints = new Checkpoints(this.folder)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.checkpoints[Symbol.asyncDispose]()
    await rm(this.folder, { recursive: true, force: true })
  }
}

const startOf = (path: string): Values => Array.from({ length: blocks }, (_, index) => `${path}${index}\n`)
/** The hunks of a file that lie in a block. */
function hunksIn(change: FileChange, block: number) {
  const lines = change.after!.split('\n')
  const start = lines.indexOf(border(block))
  const end = lines.indexOf(border(block + 1 === blocks ? 'end' : block + 1))
  return hunksOf(change).filter(({ after }) => after.start > start && after.end <= end)
}
/** No line of a value is one of another value: which of two equal lines was moved is for nobody to know. */
const valueOf = ({ path, block }: Place, name: string, lines: number) =>
  Array.from({ length: lines }, (_, line) => `${path}${block} ${name} ${line + 1} of ${lines}\n`).join('')
const valuesOf = (text: string): Values => text.split(/^--- .*\n/m).slice(1, -1)
const decidedValues = ({ values, waiting }: Promised, path: string): Values =>
  values[path]!.map((value, block) => waiting[path]!.get(block)?.before ?? value)

interface Place {
  path: string
  block: number
}
type Command = fc.AsyncCommand<Promised, Real>

async function check({ values, waiting }: Promised, real: Real): Promise<void> {
  for (const path of paths) {
    const text = await real.text(path)
    expect(text).toBe(textOf(values[path]!))
    const decided = textOf(decidedValues({ values, waiting } as Promised, path))
    expect(real.pending.get(path) ?? { path, before: text, after: text }).toEqual({
      path,
      before: decided,
      after: text,
    })
  }
}

/** Proposes other values for blocks; what waits in them already goes on waiting. */
async function propose(promised: Promised, real: Real, path: string, values: Values, id: string): Promise<void> {
  const decided = decidedValues(promised, path)
  values.forEach((value, block) => {
    const waiting = promised.waiting[path]!
    if (value === decided[block]) waiting.delete(block)
    else if (!waiting.has(block)) waiting.set(block, { before: decided[block]!, id })
  })
  promised.values[path] = values
  const change = { path, before: real.pending.get(path)?.before ?? (await real.text(path)), after: textOf(values) }
  real.set(change)
}

class Propose implements Command {
  constructor(
    private readonly place: Place,
    private readonly id: string,
    private readonly value: string,
  ) {}

  check = ({ waiting }: Readonly<Promised>) => !waiting[this.place.path]!.has(this.place.block)

  async run(promised: Promised, real: Real): Promise<void> {
    const { path, block } = this.place
    await propose(promised, real, path, promised.values[path]!.with(block, this.value), this.id)
    await check(promised, real)
  }

  toString = () => `propose ${JSON.stringify(this)}`
}

/** What waits in a block is taken or refused. */
class Decide implements Command {
  constructor(
    private readonly pick: number,
    private readonly act: 'accept' | 'reject',
  ) {}

  check = ({ waiting }: Readonly<Promised>) => paths.some((path) => waiting[path]!.size > 0)

  async run(promised: Promised, real: Real): Promise<void> {
    const places = paths.flatMap((path) => [...promised.waiting[path]!.keys()].map((block) => ({ path, block })))
    const { path, block } = places[this.pick % places.length]!
    const { before, id } = promised.waiting[path]!.get(block)!
    const start = real.pending.get(path)!
    const now = hunksIn(start, block).reduceRight(this.act === 'accept' ? accept : reject, start)
    const decided = Object.fromEntries(paths.map((each) => [each, textOf(decidedValues(promised, each))]))
    promised.waiting[path]!.delete(block)
    if (this.act === 'accept') {
      if (!promised.states.has(id)) promised.states.set(id, decided)
      promised.accepted.push({ id, path, block, before, after: promised.values[path]![block]! })
      const others = paths.filter((each) => each !== path)
      await real.checkpoints.record({
        ...{ id, title: id, origin: { kind: 'instruct' } },
        files: [{ path, before: start.before!, after: now.before!, wasUnsaved: true }],
        unsaved: others.map((each) => ({ path: each, text: decided[each]! })),
      })
    } else promised.values[path]![block] = before
    real.set(now)
    await check(promised, real)
  }

  toString = () => `decide ${JSON.stringify(this)}`
}

/** The user writes over a block where nothing waits. */
class Type implements Command {
  constructor(
    private readonly place: Place,
    private readonly value: string,
  ) {}

  check = ({ waiting }: Readonly<Promised>) => !waiting[this.place.path]!.has(this.place.block)

  async run(promised: Promised, real: Real): Promise<void> {
    const { path, block } = this.place
    const before = await real.text(path)
    promised.values[path]![block] = this.value
    const after = textOf(promised.values[path]!)
    const edit = editBetween(before, after)
    if (!edit) return
    const known = real.pending.get(path)
    real.set(known ? edited(known, edit) : { path, before: after, after })
    await check(promised, real)
  }

  toString = () => `type ${JSON.stringify(this)}`
}

/** Takes one back: what can be is proposed, what cannot be is told and stays. */
class TakeBack implements Command {
  constructor(
    private readonly pick: number,
    private readonly id: string,
  ) {}

  check = ({ states }: Readonly<Promised>) => states.size > 0

  async run(promised: Promised, real: Real): Promise<void> {
    const id = [...promised.states.keys()][this.pick % promised.states.size]!
    const { set, conflicts } = await real.checkpoints.takeBack(id, readFrom(real.workspace))
    const inTheWay: string[] = []
    const values = structuredClone(promised.values)
    for (const { path, block, before, after } of promised.accepted.filter((each) => each.id === id).toReversed()) {
      const now = values[path]![block]
      if (now === after) values[path]![block] = before
      else if (now !== before) inTheWay.push(path)
    }
    expect(conflicts.flatMap(({ path, places }) => places.map(() => path)).toSorted()).toEqual(inTheWay.toSorted())
    const changed = paths.filter((path) => textOf(values[path]!) !== textOf(promised.values[path]!))
    expect(set.files.map(({ path }) => path).toSorted()).toEqual(changed)
    for (const { path, after } of set.files) {
      expect(after).toBe(textOf(values[path]!))
      await propose(promised, real, path, values[path]!, this.id)
    }
    await check(promised, real)
  }

  toString = () => `take back ${JSON.stringify(this)}`
}

/** Brings back the state before one. */
class Restore implements Command {
  constructor(
    private readonly pick: number,
    private readonly id: string,
  ) {}

  check = ({ states }: Readonly<Promised>) => states.size > 0

  async run(promised: Promised, real: Real): Promise<void> {
    const [id, state] = [...promised.states][this.pick % promised.states.size]!
    const { set } = await real.checkpoints.stateBefore(id, readFrom(real.workspace))
    for (const { path, after } of set.files) await propose(promised, real, path, valuesOf(after!), this.id)
    for (const path of paths) expect(await real.text(path)).toBe(state[path])
    await check(promised, real)
  }

  toString = () => `restore ${JSON.stringify(this)}`
}

class Restart implements Command {
  check = () => true
  run = (_: Promised, real: Real) => real.restart()
  toString = () => 'restart'
}

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'caret-checkpoints-'))
})
afterAll(() => rm(root, { recursive: true }))

test('whatever is accepted, refused, typed and taken back, through restarts: the text is what was promised', async () => {
  let turn = 0
  const place = fc.record({ path: fc.constantFrom(...paths), block: fc.nat(blocks - 1) })
  const value: [fc.Arbitrary<string>, fc.Arbitrary<number>] = [fc.constantFrom('x', 'y', 'z'), fc.nat(3)]
  const id = fc.constantFrom('first', 'second', 'third', 'fourth')
  const decision = fc.constantFrom('accept' as const, 'accept' as const, 'reject' as const)
  const commands = fc.commands(
    [
      fc.tuple(place, id, ...value).map(([at, by, ...rest]) => new Propose(at, by, valueOf(at, ...rest))),
      fc.tuple(fc.nat(), decision).map((args) => new Decide(...args)),
      fc.tuple(fc.nat(), decision).map((args) => new Decide(...args)),
      fc.tuple(place, ...value).map(([at, ...rest]) => new Type(at, valueOf(at, ...rest))),
      fc.tuple(fc.nat(), id).map((args) => new TakeBack(...args)),
      fc.tuple(fc.nat(), id).map((args) => new Restore(...args)),
      fc.constant(new Restart()),
    ],
    { maxCommands: 40, size: 'max' },
  )
  await fc.assert(
    fc.asyncProperty(commands, async (each) => {
      await using real = new Real(join(root, `${turn++}`))
      const promised: Promised = {
        values: Object.fromEntries(paths.map((path) => [path, startOf(path)])),
        waiting: Object.fromEntries(paths.map((path) => [path, new Map()])),
        accepted: [],
        states: new Map(),
      }
      await fc.asyncModelRun(() => ({ model: promised, real }), each)
      expect((await real.checkpoints.list()).problems).toEqual([])
    }),
    { numRuns: 200 },
  )
})
