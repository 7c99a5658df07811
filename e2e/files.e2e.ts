import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Editor, Folder, openEditor, type Scene } from './harness.ts'

let scene: Scene
let outside: Folder
let editor: Editor
let folder: Folder

beforeAll(async () => {
  outside = new Folder({ 'out.txt': 'beyond\n' })
  scene = await openEditor(
    {
      'created/.keep': '',
      'renamed.txt': 'kept\n',
      'dragged.txt': 'dragged\n',
      'cut.txt': 'cut\n',
      'target/.keep': '',
      'thrown.txt': 'thrown\n',
      'crlf.txt': 'one\r\ntwo\r\nthree',
      'bom.txt': '\ufeffone\ntwo\n',
      'latin1.txt': Buffer.from('gr\xfc\xdfe\n', 'latin1'),
      'utf16.txt': Buffer.from('\ufeffgr\u00fc\u00dfe\r\n', 'utf16le'),
      'conflict.txt': 'base\n',
      'reloaded.txt': 'before\n',
      'deleted.txt': 'deleted\n',
      'moved.txt': 'moved\n',
      'binary.dat': Buffer.from([0, 1, 2, 3, 0, 255, 254, 0]),
      'large.txt': 'a line of a large file, 50 megabytes\n'.repeat(1_400_000),
      'inside.txt': 'inside\n',
      'readonly.txt': 'fixed\n',
      'asked.txt': 'asked\n',
      'carried/.keep': '',
    },
    {
      prepare(folder) {
        symlinkSync('inside.txt', folder.at('link-in.txt'))
        symlinkSync(outside.at('out.txt'), folder.at('link-out.txt'))
        chmodSync(folder.at('readonly.txt'), 0o444)
        for (let i = 0; i < 20_000; i++) folder.write(`many/file-${String(i).padStart(5, '0')}.txt`, `${i}\n`)
      },
    },
  )
  ;({ editor, folder } = scene)
})

afterEach(() => editor.closeAll())

afterAll(async () => {
  await scene[Symbol.asyncDispose]()
  outside[Symbol.dispose]()
})

const saved = async (path: string, bytes: Buffer | string) => {
  await editor.press('Control+s')
  await editor.eventually(
    () => readFileSync(folder.at(path)),
    (found) => expect(found).toEqual(Buffer.from(bytes)),
  )
}

const typeAtStart = async (text: string) => {
  await editor.press('Control+Home')
  await editor.type(text)
}

test('a file made in the explorer opens; a folder too is made', async () => {
  await editor.menu(editor.row('created'), 'New File')
  await editor.name('fresh.ts')
  await editor.tab('fresh.ts').waitFor()
  expect(folder.read('created/fresh.ts')).toBe('')
  await editor.page.locator('.editor-instance .view-line').first().waitFor()
  await editor.type('let fresh')
  await saved('created/fresh.ts', 'let fresh')

  await editor.menu(editor.row('created'), 'New Folder')
  await editor.name('deep/deeper')
  await editor.eventually(
    () => existsSync(folder.at('created/deep/deeper')),
    (there) => expect(there).toBe(true),
  )
})

test('a file is renamed with its open editor', async () => {
  await editor.openFile('renamed.txt')
  await editor.choose('renamed.txt')
  await editor.press('F2')
  await editor.name('other.txt')
  await editor.tab('other.txt').waitFor()
  expect(await editor.tab('renamed.txt').count()).toBe(0)
  expect(folder.read('other.txt')).toBe('kept\n')
  expect(existsSync(folder.at('renamed.txt'))).toBe(false)
})

test('a file is moved by dragging and by cut and paste', async () => {
  await editor.row('dragged.txt').dragTo(editor.row('target'))
  await editor.answer(/move 'dragged.txt' into 'target'/, 'Move')
  await editor.eventually(
    () => existsSync(folder.at('target/dragged.txt')),
    (there) => expect(there).toBe(true),
  )
  await editor.choose('cut.txt')
  await editor.press('Control+x')
  await editor.choose('target')
  await editor.press('Control+v')
  await editor.eventually(
    () => existsSync(folder.at('target/cut.txt')),
    (there) => expect(there).toBe(true),
  )
  expect(existsSync(folder.at('cut.txt'))).toBe(false)
})

test('a deleted file goes to the trash', async () => {
  await editor.choose('thrown.txt')
  await editor.press('Delete')
  await editor.answer(/delete 'thrown.txt'/, 'Move to Trash')
  await editor.eventually(
    () => existsSync(folder.at('thrown.txt')),
    (there) => expect(there).toBe(false),
  )
  const trashed = readdirSync(join(scene.data.path, 'share/Trash/files'))
  expect(trashed).toHaveLength(1)
  expect(readFileSync(join(scene.data.path, 'share/Trash/files', trashed[0]!), 'utf8')).toBe('thrown\n')
})

test('line ends and a missing last one stay as they were', async () => {
  await editor.openFile('crlf.txt')
  await typeAtStart('zero\n')
  await saved('crlf.txt', 'zero\r\none\r\ntwo\r\nthree')
})

test('a byte order mark stays', async () => {
  await editor.openFile('bom.txt')
  await typeAtStart('zero\n')
  await saved('bom.txt', '\ufeffzero\none\ntwo\n')
})

test('UTF-16 is recognised and kept', async () => {
  await editor.openFile('utf16.txt')
  expect(await editor.text()).toContain('gr\u00fc\u00dfe')
  await typeAtStart('x')
  await saved('utf16.txt', Buffer.from('\ufeffxgr\u00fc\u00dfe\r\n', 'utf16le'))
})

test('a file is reopened and saved with another encoding', async () => {
  await editor.openFile('latin1.txt')
  await editor.page.locator('#status\\.editor\\.encoding').click()
  await editor.pick('Reopen with Encoding')
  await editor.pick('ISO 8859-1')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('gr\u00fc\u00dfe'),
  )
  await typeAtStart('x')
  await saved('latin1.txt', Buffer.from('xgr\xfc\xdfe\n', 'latin1'))

  await editor.page.locator('#status\\.editor\\.encoding').click()
  await editor.pick('Save with Encoding')
  await editor.pick('UTF-8 with BOM')
  await editor.eventually(
    () => readFileSync(folder.at('latin1.txt'), 'utf8'),
    (text) => expect(text).toBe('\ufeffxgr\u00fc\u00dfe\n'),
  )
})

test('a file that changed on disk is not overwritten unasked', async () => {
  await editor.openFile('conflict.txt')
  await typeAtStart('mine ')
  folder.write('conflict.txt', 'theirs, and longer\n')
  await editor.page.waitForTimeout(1_000)
  await editor.press('Control+s')
  const toast = editor.notification('content of the file is newer')
  await toast.waitFor()
  expect(folder.read('conflict.txt')).toBe('theirs, and longer\n')
  await toast.locator('.monaco-button', { hasText: 'Compare' }).click()
  await editor.page.locator('.monaco-diff-editor').waitFor()
  expect(folder.read('conflict.txt')).toBe('theirs, and longer\n')
  await editor.closeAll()
})

test('a clean editor follows the disk, a missing file is struck through', async () => {
  await editor.openFile('reloaded.txt')
  folder.write('reloaded.txt', 'after\n')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('after'),
  )
  expect(await editor.page.locator('.tab.active.dirty').count()).toBe(0)

  await editor.openFile('deleted.txt')
  await editor.type('x')
  rmSync(folder.at('deleted.txt'))
  await editor.page
    .locator('.tab.active .strikethrough, .tab.active.strikethrough, .tab.active .deleted')
    .first()
    .waitFor()
})

test('an editor follows a file that is renamed elsewhere', async () => {
  await editor.openFile('moved.txt')
  renameSync(folder.at('moved.txt'), folder.at('moved-2.txt'))
  await editor.row('moved-2.txt').waitFor()
  expect(await editor.row('moved.txt').count()).toBe(0)
})

test('a binary file is not shown as text', async () => {
  await editor.choose('binary.dat')
  await editor.page.getByText('not displayed in the text editor because it is either binary').waitFor()
})

test('a file of 50 MB opens, and is saved', async () => {
  await editor.openFile('large.txt')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('a line of a large file'),
    60_000,
  )
  await typeAtStart('x')
  await editor.press('Control+s')
  await editor.eventually(
    () => folder.read('large.txt').slice(0, 7),
    (start) => expect(start).toBe('xa line'),
    60_000,
  )
})

test('a link inside is written through, one that leads out is read only', async () => {
  await editor.row('link-in.txt').dblclick()
  await editor.tab('link-in.txt').waitFor()
  await typeAtStart('x')
  await saved('inside.txt', 'xinside\n')

  await editor.row('link-out.txt').dblclick()
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('beyond'),
  )
  await typeAtStart('x')
  await editor.press('Control+s')
  await editor.notification('leads out of the opened folder').waitFor()
  expect(outside.read('out.txt')).toBe('beyond\n')
})

test('a file that may not be written says so', async () => {
  await editor.openFile('readonly.txt')
  await editor.type('x')
  await editor.page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor()
  expect(await editor.text()).toContain('fixed')
})

test('a changed file is not closed unasked, and saved under another name', async () => {
  await editor.openFile('asked.txt')
  await typeAtStart('x')
  await editor.command('View: Close Editor')
  await editor.answer('save the changes', 'Cancel')
  await editor.command('File: Save As...')
  const path = editor.page.locator('.quick-input-widget input:not([type=checkbox])').first()
  await expect.poll(() => path.inputValue()).toBe(folder.at('asked.txt'))
  await path.fill(folder.at('asked-2.txt'))
  await editor.press('Enter')
  await editor.tab('asked-2.txt').waitFor()
  expect(folder.read('asked-2.txt')).toBe('xasked\n')
  expect(folder.read('asked.txt')).toBe('asked\n')
})

test('files are downloaded, uploaded and dropped from the desktop', async () => {
  const { page } = editor
  const download = page.waitForEvent('download')
  await editor.menu(editor.row('inside.txt'), 'Download')
  expect((await download).suggestedFilename()).toBe('inside.txt')

  const chooser = page.waitForEvent('filechooser')
  await editor.menu(editor.row('carried'), 'Upload')
  await (await chooser).setFiles({ name: 'up.bin', mimeType: '', buffer: Buffer.from([0, 255, 1]) })
  await expect.poll(() => existsSync(folder.at('carried/up.bin'))).toBe(true)
  expect(readFileSync(folder.at('carried/up.bin'))).toEqual(Buffer.from([0, 255, 1]))

  // Only the browser itself can make a drag of real files.
  const devtools = await page.context().newCDPSession(page)
  const box = (await editor.row('carried').boundingBox())!
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [outside.at('out.txt')], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await expect.poll(() => existsSync(folder.at('carried/out.txt'))).toBe(true)
  expect(folder.read('carried/out.txt')).toBe('beyond\n')
})

test('a folder of 20,000 files is shown and searched by name', async () => {
  await editor.row('many').click()
  await editor.row('file-00003.txt').waitFor()
  await editor.row('many').click()
  await editor.openFile('file-19999.txt')
  expect(await editor.text()).toContain('19999')
})

test('a new window is another page of the same folder', async () => {
  const opened = editor.page.context().waitForEvent('page')
  await editor.command('New Window')
  const page = await opened
  await page.waitForSelector('#workbench[data-ready]')
  await page.close()
})

test('where there is no trash, one is asked before a file is deleted for good', async () => {
  await using scene = await openEditor({ 'thrown.txt': '' }, { env: { XDG_DATA_HOME: '/dev/null' } })
  const { editor, folder } = scene
  await editor.choose('thrown.txt')
  await editor.press('Delete')
  await editor.answer(/delete 'thrown.txt'/, 'Move to Trash')
  await editor.answer(/permanently delete/, 'Delete Permanently')
  await editor.eventually(
    () => existsSync(folder.at('thrown.txt')),
    (there) => expect(there).toBe(false),
  )
})

test('a folder that may not be written is only read', async () => {
  await using scene = await openEditor(
    { 'fixed.txt': 'fixed\n' },
    {
      prepare: (folder) => chmodSync(folder.path, 0o555),
    },
  )
  const { editor } = scene
  await editor.openFile('fixed.txt')
  await editor.type('x')
  await editor.page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor()
  expect(await editor.text()).toContain('fixed')
  chmodSync(scene.folder.path, 0o755)
})

test('nothing went wrong unseen', () => {
  const unseen = editor.errors.filter((error) => !error.startsWith('Failed to save '))
  expect(unseen).toEqual([])
})
