import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import { openWorkspace } from './local.ts'

// The trash's place is asked for once, when its package is loaded: both cases share it.
test.runIf(process.platform === 'linux')(
  'moves to the trash, or says that there is none and deletes nothing',
  async () => {
    const folder = await temporaryFolder({ 'data-file': '', 'work/a*': '1', 'work/ab': '1', 'work/sub/b': '2' })
    const data = join(folder, 'data')
    process.env.XDG_DATA_HOME = data
    await using workspace = await openWorkspace(join(folder, 'work'))

    await writeFile(data, 'in the way')
    await expect(workspace.delete('a*', { trash: true })).rejects.toMatchObject({ code: 'TrashUnavailable' })
    expect(await workspace.readText('a*')).toBe('1')

    await rm(data)
    await mkdir(data)
    await workspace.delete('a*', { trash: true })
    await workspace.delete('sub', { trash: true, recursive: true })
    expect((await workspace.list('')).map(({ name }) => name)).toEqual(['ab'])
    expect(await readdir(join(data, 'Trash/files'))).toHaveLength(2)
  },
)
