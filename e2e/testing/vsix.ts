import { strToU8, zipSync } from 'fflate'

/** A `.vsix` as `vsce package` makes it, of an extension's manifest and files. */
export function vsix(manifest: object, files: Record<string, string | Uint8Array> = {}): Uint8Array {
  const all = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'extension.vsixmanifest': '<PackageManifest Version="2.0.0"/>',
    'extension/package.json': JSON.stringify({
      publisher: 'acme',
      version: '1.0.0',
      engines: { vscode: '^1.80.0' },
      ...manifest,
    }),
    ...Object.fromEntries(Object.entries(files).map(([path, contents]) => [`extension/${path}`, contents])),
  }
  const bytes = ([path, contents]: [string, string | Uint8Array]) =>
    [path, typeof contents === 'string' ? strToU8(contents) : contents] as const
  return zipSync(Object.fromEntries(Object.entries(all).map(bytes)))
}

export const themeExtension = vsix(
  {
    name: 'violet',
    displayName: '%name%',
    description: '%about%',
    icon: 'icon.png',
    contributes: { themes: [{ label: 'Violet Test', uiTheme: 'vs-dark', path: './violet.json' }] },
  },
  {
    'package.nls.json': JSON.stringify({ name: 'Violet Theme', about: 'Paints it violet.' }),
    'README.md': '# Violet\n\nA theme for a test.\n',
    'icon.png': Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    'violet.json': JSON.stringify({
      type: 'dark',
      tokenColors: [{ scope: 'keyword', settings: { foreground: '#ff0000' } }],
      colors: { 'editor.background': '#2a0a3a', 'sideBar.background': '#3a0a4a' },
    }),
  },
)

export const languageExtension = vsix(
  {
    name: 'tiny',
    displayName: 'Tiny Language',
    contributes: {
      languages: [{ id: 'tiny', extensions: ['.tiny'], configuration: './language.json' }],
      grammars: [{ language: 'tiny', scopeName: 'source.tiny', path: './tiny.tmLanguage.json' }],
      snippets: [{ language: 'tiny', path: './snippets.json' }],
    },
  },
  {
    'language.json': JSON.stringify({ comments: { lineComment: ';;' } }),
    'tiny.tmLanguage.json': JSON.stringify({
      scopeName: 'source.tiny',
      patterns: [{ match: '\\blet\\b', name: 'keyword.control.tiny' }],
    }),
    'snippets.json': JSON.stringify({ Loop: { prefix: 'lp', body: 'loop ${1:x} {\n\t$0\n}', description: 'A loop' } }),
  },
)

/** Code that uses each door an extension has, and tries those it must not have; it writes what it found to a file. */
export const codeExtension = vsix(
  {
    name: 'probe',
    displayName: 'Probe',
    browser: './web',
    activationEvents: ['onStartupFinished'],
    contributes: {
      commands: [{ command: 'probe.isolation', title: 'Try What Is Forbidden', category: 'Probe' }],
      viewsContainers: { activitybar: [{ id: 'probe', title: 'Probe', icon: 'icon.svg' }] },
      views: { probe: [{ type: 'webview', id: 'probe.view', name: 'Probe View' }] },
      customEditors: [{ viewType: 'probe.hex', displayName: 'Probe Hex', selector: [{ filenamePattern: '*.hex' }] }],
    },
  },
  {
    'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><circle cx="12" cy="12" r="9"/></svg>',
    'view.js': viewScript(),
    'view.css': 'h1 { color: rgb(1, 2, 3) }',
    'web.js': webScript(),
  },
)

function webScript(): string {
  return `
const vscode = require('vscode')
exports.activate = async (context) => {
  const folder = vscode.workspace.workspaceFolders[0].uri
  const write = (name, value) =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(JSON.stringify(value)))
  const count = context.globalState.get('starts', 0) + 1
  await context.globalState.update('starts', count)
  const item = vscode.window.createStatusBarItem('probe', vscode.StatusBarAlignment.Left, -1000)
  item.text = 'Probe start ' + count
  item.show()

  const site = new URL(context.extensionUri.toString())
  const editor = '127.0.0.1:' + site.port
  const attempt = async (make) => {
    try { return String(await make()) } catch (error) { return 'refused: ' + error.message }
  }
  const socket = (url) => attempt(() => new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    socket.onopen = () => resolve('open')
    socket.onerror = () => reject(new Error('no socket'))
  }))
  const read = (url, options) => attempt(async () => {
    const response = await fetch(url, options)
    return response.type + ' ' + response.status + ' ' + (await response.text()).slice(0, 60)
  })
  context.subscriptions.push(vscode.commands.registerCommand('probe.isolation', async () => {
    const rpc = '/rpc?channel=12345678&received=0'
    await write('isolation.json', {
      document: typeof document,
      origin: String(self.origin),
      cookiesInWorker: typeof cookieStore === 'undefined' ? '' : await attempt(async () => (await cookieStore.getAll()).length),
      page: await read('http://' + editor + '/', { credentials: 'include' }),
      opaque: await read('http://' + editor + '/', { credentials: 'include', mode: 'no-cors' }),
      contentPage: await read('http://localhost:' + site.port + '/'),
      editorSocket: await socket('ws://' + editor + rpc),
      contentSocket: await socket('ws://localhost:' + site.port + rpc),
      outside: await attempt(() => vscode.workspace.fs.readFile(vscode.Uri.file('/etc/hostname'))),
    })
  }))

  context.subscriptions.push(vscode.window.registerWebviewViewProvider('probe.view', {
    resolveWebviewView(view) {
      view.webview.options = { enableScripts: true }
      const uri = (name) => view.webview.asWebviewUri(vscode.Uri.joinPath(context.extensionUri, name))
      view.webview.html = '<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src \\'none\\'; style-src ' +
        view.webview.cspSource + '; script-src ' + view.webview.cspSource + '; connect-src *; img-src ' + view.webview.cspSource + '">' +
        '<link rel="stylesheet" href="' + uri('view.css') + '"></head><body><h1>Probe</h1><p id="count"></p>' +
        '<script src="' + uri('view.js') + '"></script></body></html>'
      view.webview.onDidReceiveMessage((found) => write('webview.json', found))
      view.webview.postMessage({ editor })
    },
  }))

  context.subscriptions.push(vscode.window.registerCustomEditorProvider('probe.hex', {
    openCustomDocument: (uri) => ({ uri, dispose() {} }),
    async resolveCustomEditor(document, panel) {
      const bytes = await vscode.workspace.fs.readFile(document.uri)
      panel.webview.html = '<html><body><code>' + [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ') + '</code></body></html>'
    },
  }))
}
`
}

function viewScript(): string {
  return `
const api = acquireVsCodeApi()
const starts = (api.getState()?.starts ?? 0) + 1
api.setState({ starts })
document.getElementById('count').textContent = 'shown ' + starts
const attempt = async (make) => {
  try { return String(await make()) } catch (error) { return 'refused: ' + error.message }
}
addEventListener('message', async ({ data }) => {
  if (!data.editor) return
  api.postMessage({
    color: getComputedStyle(document.querySelector('h1')).color,
    page: await attempt(async () => (await fetch('http://' + data.editor + '/', { credentials: 'include' })).status),
    socket: await attempt(() => new Promise((resolve, reject) => {
      const socket = new WebSocket('ws://' + data.editor + '/rpc?channel=12345678&received=0')
      socket.onopen = () => resolve('open')
      socket.onerror = () => reject(new Error('no socket'))
    })),
  })
})
`
}
