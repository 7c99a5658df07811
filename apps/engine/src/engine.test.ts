import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, connect, createConnection, engineService, filesService, Link } from '@caret/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Engine, EngineError, startEngine } from './engine.ts'
import { silentLog } from './log.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'caret-engine-')))
const folder = join(base, 'folder')
const dataFolder = join(base, 'data')
const editor = join(base, 'editor')
let engine: Engine
let token: string
let cookie: string

beforeAll(async () => {
  mkdirSync(join(folder, 'src'), { recursive: true })
  mkdirSync(join(editor, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'src/a.ts'), 'export const a = 1\n')
  writeFileSync(join(base, 'secret.txt'), 'outside\n')
  symlinkSync(join(base, 'secret.txt'), join(folder, 'link.txt'))
  writeFileSync(join(editor, 'index.html'), '<html><!--boot--></html>')
  writeFileSync(join(editor, 'assets/app.js'), 'export {}')
  engine = await start()
  token = new URL(engine.url).searchParams.get('token')!
  cookie = `caret-${engine.port}=${token}`
})

afterAll(async () => {
  await engine[Symbol.asyncDispose]()
  rmSync(base, { recursive: true, force: true })
})

async function start(): Promise<Engine> {
  const started = await startEngine({ folder, dataFolder, editor, version: '0.0.0', log: silentLog })
  if ('alreadyRunning' in started) throw new Error('An engine runs already.')
  return started
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A request as it is, without a client that would tidy its path or headers. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: engine.port, path, method, headers: { host: `127.0.0.1:${engine.port}`, ...headers } },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

/** The HTTP status with which the server refuses a WebSocket, or 101. */
function upgrade(headers: Record<string, string>, path = '/rpc?channel=12345678&received=0'): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${engine.port}${path}`, { headers })
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode!)
      socket.terminate()
    })
    socket.on('open', () => {
      resolve(101)
      socket.close()
    })
    socket.on('error', () => {})
  })
}

describe('the page', () => {
  test('is refused without a token, and says what to do', async () => {
    const answer = await ask('/')
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('caret FOLDER')
  })

  test.each(['wrong', '', 'x'.repeat(43)])('is refused with the wrong token %j', async (wrong) => {
    expect((await ask(`/?token=${wrong}`)).status).toBe(403)
  })

  test('turns the token into a cookie that scripts and other sites cannot use', async () => {
    const answer = await ask(`/?token=${token}`)
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toBe('/')
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/)
  })

  test('comes with the cookie, its boot data and a content security policy', async () => {
    const answer = await ask('/', { cookie })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-security-policy']).toContain(`default-src 'none'`)
    const [, json] = /id="boot">(.*?)<\/script>/.exec(answer.body)!
    expect(JSON.parse(json!)).toMatchObject({ info: { root: folder } })
  })

  test('is refused to another origin, even with the cookie', async () => {
    expect((await ask('/', { cookie, origin: 'http://evil.example' })).status).toBe(403)
  })

  test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost.evil.example'])(
    'is refused under the foreign name %s',
    async (host) => {
      expect((await ask('/', { cookie, host })).status).toBe(421)
    },
  )

  test('never comes from the site for webviews and extensions', async () => {
    for (const host of [`localhost:${engine.port}`, `abc.localhost:${engine.port}`]) {
      expect((await ask(`/?token=${token}`, { cookie, host })).status).toBe(404)
    }
  })

  test('takes no POST', async () => {
    expect((await ask('/', { cookie }, 'POST')).status).toBe(405)
  })

  describe('as it closes, says what it remembers', () => {
    const update = JSON.stringify({ name: 'workspace', insert: { open: 'a.ts' }, delete: [] })
    const post = (headers: Record<string, string>, body = update) => ask('/state', headers, 'POST', body)
    const origin = () => `http://127.0.0.1:${engine.port}`

    test('with its cookie, from its own origin', async () => {
      expect((await post({ cookie, origin: origin() })).status).toBe(204)
    })

    test('and nobody else does', async () => {
      expect((await post({ cookie })).status).toBe(403)
      expect((await post({ origin: origin() })).status).toBe(403)
      expect((await post({ cookie, origin: 'http://evil.example' })).status).toBe(403)
      const host = `localhost:${engine.port}`
      expect((await post({ cookie, origin: origin(), host })).status).toBe(405)
    })

    test.each(['', '{', '[]', '{"name":"../x","insert":{},"delete":[]}'])('not as %j', async (body) => {
      expect((await post({ cookie, origin: origin() }, body)).status).toBe(400)
    })
  })
})

describe('assets', () => {
  test('are served', async () => {
    expect(await ask('/assets/app.js')).toMatchObject({ status: 200, body: 'export {}' })
  })

  test.each([
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/index.html',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/../secret.txt',
    '//etc/passwd',
    '/extensions/..%2f..%2fsecret.txt',
  ])('lead nowhere else: %s', async (path) => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await ask(path, { host: `${host}:${engine.port}` })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.body).not.toContain('outside')
    }
  })
})

describe('the WebSocket', () => {
  test('opens for the editor', async () => {
    expect(await upgrade({ cookie, origin: `http://127.0.0.1:${engine.port}` })).toBe(101)
  })

  test.each([
    ['no cookie', {}],
    ['a wrong cookie', { cookie: 'caret-1=x' }],
  ])('is refused with %s', async (_name, headers) => {
    expect(await upgrade(headers as Record<string, string>)).toBe(403)
  })

  test.each(['http://evil.example', 'null', 'http://localhost:1'])('is refused to the origin %s', async (origin) => {
    expect(await upgrade({ cookie, origin })).toBe(403)
  })

  test('is refused to the site for webviews and extensions', async () => {
    expect(await upgrade({ cookie, origin: `http://localhost:${engine.port}` })).toBe(403)
    expect(await upgrade({ cookie, host: `localhost:${engine.port}` })).toBe(403)
  })

  test('is refused under a foreign name', async () => {
    expect(await upgrade({ cookie, host: 'evil.example' })).toBe(403)
  })

  test('is refused without a proper channel', async () => {
    expect(await upgrade({ cookie }, '/rpc?channel=../x&received=0')).toBe(400)
  })
})

describe('files', () => {
  let link: Link
  let files: Client<(typeof filesService)['methods']>

  beforeAll(() => {
    class WithCookie extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { cookie } })
      }
    }
    link = new Link(`ws://127.0.0.1:${engine.port}/rpc`, () => {}, WithCookie)
    files = connect(createConnection(link.channel), filesService)
  })

  afterAll(() => link[Symbol.dispose]())

  test('of the folder are read and written', async () => {
    const path = join(folder, 'src/a.ts')
    expect(new TextDecoder().decode(await files.read({ path }))).toBe('export const a = 1\n')
    const contents = new TextEncoder().encode('export const a = 2\n')
    await files.write({ path, contents, create: false, overwrite: true })
    expect(await files.read({ path })).toEqual(contents)
  })

  test('changed by others are told', async () => {
    const path = join(folder, 'src/new.ts')
    const told = new Promise((resolve) => {
      files.on('changed', (changes) => changes.some((change) => change.path === path) && resolve(true))
    })
    writeFileSync(path, '')
    expect(await told).toBe(true)
  })

  test.each(['secret.txt', 'folder/../secret.txt', 'folder/src/../../secret.txt', 'data/workspaces', 'data'])(
    'outside are refused: %s',
    async (path) => {
      await expect(files.read({ path: `${base}/${path}` })).rejects.toMatchObject({ code: 'OutsideWorkspace' })
      await expect(files.list({ path: `${base}/${path}` })).rejects.toMatchObject({ code: 'OutsideWorkspace' })
    },
  )

  test('behind a link that leads out may be read, not written', async () => {
    const path = join(folder, 'link.txt')
    expect(new TextDecoder().decode(await files.read({ path }))).toBe('outside\n')
    const contents = new Uint8Array([120])
    await expect(files.write({ path, contents, create: true, overwrite: true })).rejects.toMatchObject({
      code: 'OutsideWorkspace',
    })
  })

  test('go on over a dropped connection', async () => {
    using dropped = new Link(`ws://127.0.0.1:${engine.port}/rpc`, () => {}, Dropping)
    const service = connect(createConnection(dropped.channel), engineService)
    for (let i = 0; i < 5; i++) {
      expect((await service.info({})).root).toBe(folder)
      Dropping.last?.terminate()
    }
  })
})

class Dropping extends WebSocket {
  static last: Dropping | undefined
  constructor(url: string) {
    super(url, { headers: { cookie } })
    Dropping.last = this
  }
}

describe('starting', () => {
  test('tells of an engine that serves the folder already', async () => {
    await using other = await startElsewhere()
    const again = await startEngine({ ...other.options })
    expect(again).toMatchObject({ alreadyRunning: { pid: process.pid } })
  })

  test('keeps port and token, so that an open page finds the next engine', async () => {
    const first = await startElsewhere('kept')
    const { url } = first.engine
    await first.engine[Symbol.asyncDispose]()
    await using second = await startElsewhere('kept')
    expect(second.engine.url).toBe(url)
  })

  test('keeps the token where only the user can read it', async () => {
    await using other = await startElsewhere('private')
    const workspaces = join(other.options.dataFolder, 'workspaces')
    for (const name of readdirSync(workspaces)) {
      expect(statSync(join(workspaces, name, 'identity.json')).mode & 0o077).toBe(0)
    }
  })

  test.each([
    ['missing', 'There is no folder'],
    ['secret.txt', 'is a file, not a folder'],
  ])('refuses the folder %s with a sentence', async (name, sentence) => {
    const options = { folder: join(base, name), dataFolder, editor, version: '0', log: silentLog }
    await expect(startEngine(options)).rejects.toThrow(EngineError)
    await expect(startEngine(options)).rejects.toThrow(sentence)
  })

  test('refuses a port that is taken', async () => {
    mkdirSync(join(base, 'taken'), { recursive: true })
    const options = { folder: join(base, 'taken'), dataFolder, editor, version: '0', log: silentLog, port: engine.port }
    await expect(startEngine(options)).rejects.toThrow(/Port \d+ is taken/)
  })
})

async function startElsewhere(name = 'other') {
  mkdirSync(join(base, name), { recursive: true })
  const options = {
    folder: join(base, name),
    dataFolder: join(base, `${name}-data`),
    editor,
    version: '0',
    log: silentLog,
  }
  const started = await startEngine(options)
  if ('alreadyRunning' in started) throw new Error('An engine runs already.')
  return { engine: started, options, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() }
}
