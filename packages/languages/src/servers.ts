import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, extname, isAbsolute, join } from 'node:path'
import type { Settings } from './settings.ts'

/** A language server: what it serves, how to start it, and what it must be told. */
export interface ServerSpec {
  id: string
  name: string
  /** VS Code's language identifiers. */
  languages: string[]
  /** The command, or undefined where it is not installed. */
  command(): string[] | undefined
  /** What the user can do where it is not installed. */
  install?: string
  /** The names of the settings that it reads. */
  sections: string[]
  /** What it is told where the user has set nothing. */
  settings?: Settings
  initializationOptions?: unknown
  /** Sent once it is initialized. */
  greeting?: string[]
  /** It knows a document only once it has pushed its diagnostics; what is asked before is answered with nothing. */
  readsLate?: boolean
  /** Answers to its own questions, by method; undefined leaves one to the editor. */
  answers?: Record<string, (params: unknown) => unknown>
}

// A schema on the web is not fetched: opening a file must not call on a stranger. An empty schema allows everything.
// The workbench's own schemas are the editor's to give.
const withoutNetwork: ServerSpec['answers'] = {
  'vscode/content': (params) => (String(params).startsWith('vscode:') ? undefined : '{}'),
  'custom/schema/request': () => [],
}

const css = { validate: true, lint: {}, completion: { triggerPropertyValueCompletion: true } }

/** The servers that Caret knows; the first seven come with it. */
export const builtInServers: ServerSpec[] = [
  {
    id: 'typescript',
    name: 'TypeScript',
    languages: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'],
    command: () => typescript(),
    sections: ['js/ts', 'typescript', 'javascript', 'editor'],
  },
  {
    id: 'python',
    name: 'Python',
    languages: ['python'],
    command: () => script('basedpyright', 'langserver.index.js', '--stdio'),
    sections: ['python', 'basedpyright'],
    // Its own default marks hundreds of style questions in code that was not written for it.
    settings: {
      basedpyright: { analysis: { typeCheckingMode: 'standard' }, disableOrganizeImports: false },
      python: {},
    },
  },
  {
    id: 'json',
    name: 'JSON',
    languages: ['json', 'jsonc'],
    command: () => extracted('json'),
    sections: ['json', 'http'],
    settings: { json: { validate: { enable: true }, format: { enable: true }, schemas: [] } },
    initializationOptions: { provideFormatter: true, handledSchemaProtocols: ['file'] },
    answers: withoutNetwork,
  },
  {
    id: 'css',
    name: 'CSS',
    languages: ['css', 'scss', 'less'],
    command: () => extracted('css'),
    sections: ['css', 'scss', 'less'],
    settings: { css, scss: css, less: css },
    initializationOptions: { provideFormatter: true, handledSchemas: ['file'] },
  },
  {
    id: 'html',
    name: 'HTML',
    languages: ['html'],
    command: () => extracted('html'),
    sections: ['html', 'css', 'javascript', 'js/ts'],
    settings: {
      html: { validate: { scripts: true, styles: true }, suggest: { html5: true }, hover: {}, format: {} },
      css,
      javascript: {},
      'js/ts': {},
    },
    initializationOptions: {
      provideFormatter: true,
      embeddedLanguages: { css: true, javascript: true },
      handledSchemas: ['file'],
    },
  },
  {
    id: 'yaml',
    name: 'YAML',
    languages: ['yaml', 'dockercompose', 'github-actions-workflow'],
    command: () => script('yaml-language-server', 'bin/yaml-language-server', '--stdio'),
    sections: ['yaml', '[yaml]', 'editor', 'http'],
    settings: {
      yaml: {
        validate: true,
        hover: true,
        completion: true,
        format: { enable: true },
        schemaStore: { enable: false },
        kubernetesCRDStore: { enable: false },
      },
      http: {},
      '[yaml]': {},
      editor: {},
    },
    greeting: ['yaml/registerContentRequest'],
    answers: withoutNetwork,
  },
  {
    id: 'bash',
    name: 'Bash',
    languages: ['shellscript'],
    command: () => script('bash-language-server', 'out/cli.js', 'start'),
    sections: ['bashIde'],
    settings: { bashIde: {} },
    readsLate: true,
  },
  {
    id: 'go',
    name: 'Go',
    languages: ['go', 'go.mod', 'go.work', 'gotmpl'],
    command: () => onPath('gopls'),
    install: 'Install it with `go install golang.org/x/tools/gopls@latest` and see that it is on the PATH.',
    sections: ['gopls'],
  },
  {
    id: 'rust',
    name: 'Rust',
    languages: ['rust'],
    command: () => onPath('rust-analyzer'),
    install: 'Install it with `rustup component add rust-analyzer` and see that it is on the PATH.',
    sections: ['rust-analyzer'],
  },
  {
    id: 'cpp',
    name: 'C/C++',
    languages: ['c', 'cpp', 'cuda-cpp', 'objective-c', 'objective-cpp'],
    command: () => onPath('clangd'),
    install: 'Install clangd with the system’s package manager and see that it is on the PATH.',
    sections: ['clangd'],
  },
]

/** The setting `caret.languageServers`: servers of the user's own, by name. */
export type CustomServers = Record<
  string,
  {
    command: string[]
    languages: string[]
    extensions?: string[]
    settings?: Settings
    initializationOptions?: unknown
  }
>

type CustomSpec = ServerSpec & { extensions: string[] }

export const isCustom = (spec: ServerSpec): spec is CustomSpec => 'extensions' in spec

/** The servers of the user's setting; malformed rows are left out. */
export function customServers(setting: unknown): CustomSpec[] {
  if (typeof setting !== 'object' || setting === null) return []
  return Object.entries(setting as CustomServers).flatMap(([id, row]) => {
    const { command, languages, extensions = [], settings, initializationOptions } = row ?? {}
    if (!isStrings(command) || command.length === 0 || !isStrings(languages) || !isStrings(extensions)) return []
    const [program = '', ...args] = command
    return {
      // It stands beside a server of ours that has the same name, and comes before it.
      id: builtInServers.some((server) => server.id === id) ? `${id}-own` : id,
      name: id,
      languages,
      extensions,
      command: () => onPath(program, ...args),
      install: `Install ${program}, or correct its command in the setting caret.languageServers.`,
      sections: Object.keys(settings ?? {}),
      settings,
      initializationOptions,
    }
  })
}

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

const require = createRequire(import.meta.url)

/** A script of an installed package, run by this Node. Throws nothing: a missing package is a missing server. */
function script(name: string, file: string, ...args: string[]): string[] | undefined {
  try {
    return [process.execPath, join(dirname(require.resolve(`${name}/package.json`)), file), ...args]
  } catch {
    return undefined
  }
}

const extracted = (language: string) =>
  script('vscode-langservers-extracted', `bin/vscode-${language}-language-server`, '--stdio')

/** TypeScript 7 as a program of its own, which starts faster than through its script. */
function typescript(): string[] | undefined {
  const args = ['--lsp', '--stdio']
  const viaScript = script('typescript-7', 'bin/tsc', ...args)
  if (!viaScript) return undefined
  const native = createRequire(viaScript[1]!)
  const exe = process.platform === 'win32' ? 'tsc.exe' : 'tsc'
  try {
    const home = dirname(native.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`))
    return [join(home, 'lib', exe), ...args]
  } catch {
    return viaScript
  }
}

function onPath(program: string, ...args: string[]): string[] | undefined {
  const folders = isAbsolute(program) ? [''] : (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const endings = process.platform === 'win32' && !extname(program) ? ['.exe', '.cmd', '.bat'] : ['']
  for (const folder of folders) {
    for (const ending of endings) {
      const file = join(folder, program + ending)
      try {
        accessSync(file, constants.X_OK)
        return [file, ...args]
      } catch {
        // Not here.
      }
    }
  }
  return undefined
}
