import { existsSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TestRepository, testRepository } from './testing.ts'

test('lines are staged and unstaged one change at a time, exactly', async () => {
  await using repository = await testRepository()
  const { git, commit, write, staged } = repository
  await commit({ 'a.txt': 'one\ntwo\nthree\nfour\n' })
  await write('a.txt', 'ONE\ntwo\nthree\nextra\nfour\nlast')
  const changes = await git.diff('a.txt', 'unstaged')
  expect(changes).toEqual([
    { oldStart: 0, oldEnd: 1, newStart: 0, newEnd: 1 },
    { oldStart: 3, oldEnd: 3, newStart: 3, newEnd: 4 },
    { oldStart: 4, oldEnd: 5, newStart: 5, newEnd: 6 },
  ])
  await git.stageLines('a.txt', [changes[1]!, changes[2]!])
  expect((await staged('a.txt')).toString()).toBe('one\ntwo\nthree\nextra\nfour\nlast')
  const stagedChanges = await git.diff('a.txt', 'staged')
  await git.unstageLines('a.txt', [stagedChanges[0]!])
  expect((await staged('a.txt')).toString()).toBe('one\ntwo\nthree\nfour\nlast')
  expect(await repository.read('a.txt')).toBe('ONE\ntwo\nthree\nextra\nfour\nlast')
})

test('staging random hunks and then the rest gives the file, byte for byte', async () => {
  await using repository = await testRepository()
  const line = fc.constantFrom(
    'a',
    'b',
    'c',
    '',
    '\\ No newline',
    '@@ -1 +1 @@',
    '--- x',
    'a\r',
    Uint8Array.of(0xff, 0xe9),
  )
  const text = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
    .map(([lines, ended]) => Buffer.concat(lines.flatMap((each, i) => bytesOf(each, ended || i < lines.length - 1))))
  await fc.assert(
    fc.asyncProperty(text, text, fc.infiniteStream(fc.boolean()), async (before, after, choice) => {
      await setIndex(repository, before)
      await repository.write('f', after)
      const changes = await repository.git.diff('f', 'unstaged')
      const chosen = changes.filter(() => choice.next().value)
      await repository.git.stageLines('f', chosen)
      const rest = await repository.git.diff('f', 'unstaged')
      if (chosen.length === 0) expect(rest).toEqual(changes)
      if (chosen.length === changes.length) expect(rest).toEqual([])
      await repository.git.stageLines('f', rest)
      expect(await repository.staged('f')).toEqual(after)
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('unsaved text is staged from the contents given, and the disk does not matter', async () => {
  await using repository = await testRepository()
  await repository.commit({ 'dir/a.txt': 'one\ntwo\n' })
  const change = { oldStart: 1, oldEnd: 1, newStart: 1, newEnd: 2 }
  await repository.git.stageLines('dir/a.txt', [change], Buffer.from('one\nunsaved\ntwo\n'))
  expect((await repository.staged('dir/a.txt')).toString()).toBe('one\nunsaved\ntwo\n')
  expect(await repository.read('dir/a.txt')).toBe('one\ntwo\n')
})

test('line endings are converted as git add would, and only then', async () => {
  await using repository = await testRepository()
  const { git, sh, commit, write, staged } = repository
  await commit({ 'lf.txt': 'one\ntwo\n', 'crlf.txt': 'one\r\ntwo\r\n' })
  await sh('config', 'core.autocrlf', 'true')
  await sh('checkout', '--', '.')
  await write('lf.txt', 'one\r\nnew\r\ntwo\r\n')
  await write('crlf.txt', 'one\r\nnew\r\ntwo\r\n')
  const add = { oldStart: 1, oldEnd: 1, newStart: 1, newEnd: 2 }
  for (const contents of [undefined, Buffer.from('one\r\nnew\r\ntwo\r\n')]) {
    await sh('reset', '--quiet')
    await git.stageLines('lf.txt', [add], contents)
    await git.stageLines('crlf.txt', [add], contents)
    expect((await staged('lf.txt')).toString()).toBe('one\nnew\ntwo\n')
    expect((await staged('crlf.txt')).toString()).toBe('one\r\nnew\r\ntwo\r\n')
  }
  expect(Buffer.from(await git.show('HEAD', 'lf.txt')).toString()).toBe('one\r\ntwo\r\n')
})

test('a new file, an executable one, a renamed one and a binary one', async () => {
  await using repository = await testRepository()
  const { git, sh, commit, write, staged, folder } = repository
  const long = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join('')
  await commit({ 'tool.sh': 'a\nb\n', 'old.txt': long, 'bin.dat': Uint8Array.of(1, 0, 2) })

  await write('new.txt', 'a\nb\nc')
  await git.stageLines('new.txt', [{ oldStart: 0, oldEnd: 1, newStart: 0, newEnd: 2 }])
  expect((await staged('new.txt')).toString()).toBe('a\nb')

  await chmod(join(folder, 'tool.sh'), 0o755)
  await sh('add', 'tool.sh')
  await write('tool.sh', 'a\nB\n')
  await git.stageLines('tool.sh', await git.diff('tool.sh', 'unstaged'))
  expect(await sh('ls-files', '--stage', 'tool.sh')).toMatch(/^100755/)

  await sh('mv', 'old.txt', 'moved.txt')
  await write('moved.txt', `first\n${long}last\n`)
  await sh('add', 'moved.txt')
  await git.unstageLines('moved.txt', [{ oldStart: 0, oldEnd: 0, newStart: 0, newEnd: 1 }])
  expect((await staged('moved.txt')).toString()).toBe(`${long}last\n`)

  await write('bin.dat', Uint8Array.of(1, 0, 3))
  await expect(git.diff('bin.dat', 'unstaged')).rejects.toMatchObject({ code: 'Binary' })
  await expect(git.stageLines('bin.dat', [{ oldStart: 0, oldEnd: 1, newStart: 0, newEnd: 1 }])).rejects.toMatchObject({
    code: 'Binary',
  })
})

test('discarding restores what is tracked, keeps what is staged, removes what is new', async () => {
  await using repository = await testRepository()
  const { git, sh, commit, write, read, folder } = repository
  await commit({ 'a.txt': 'a\n', 'b.txt': 'b\n', '[ab].txt': 'bracket\n' })
  await write('a.txt', 'staged\n')
  await sh('add', 'a.txt')
  for (const name of ['a.txt', 'b.txt', '[ab].txt', 'new/x.txt']) await write(name, 'changed\n')
  await git.discard(['[ab].txt'])
  expect(await read('b.txt')).toBe('changed\n')
  expect(await read('[ab].txt')).toBe('bracket\n')
  await git.discard(['a.txt', 'new/x.txt', '../outside', 'b.txt/..'])
  expect(await read('a.txt')).toBe('staged\n')
  expect(existsSync(join(folder, 'new/x.txt'))).toBe(false)
  expect((await git.status()).files.map((file) => file.path)).toEqual(['a.txt', 'b.txt'])
  await git.stage([])
  await git.unstage([])
  expect((await git.status()).files[1]).toMatchObject({ staged: undefined, unstaged: 'modified' })
})

const bytesOf = (line: string | Uint8Array, ended: boolean) => [Buffer.from(line), Buffer.from(ended ? '\n' : '')]

/** Puts bytes into the index as they are, and on the disk, so that git sees no difference. */
async function setIndex(repository: TestRepository, bytes: Buffer) {
  await repository.write('f', bytes)
  await repository.sh('add', 'f')
}
