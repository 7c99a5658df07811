import { basename, extname } from 'node:path'

/** VS Code's language identifier for a file, as far as a server needs it; undefined where none is known. */
export function languageOf(path: string): string | undefined {
  const name = basename(path).toLowerCase()
  const extension = extname(name)
  if (extension === '.json' && (/^(ts|js)config\b/.test(name) || /(^|\/)\.(vscode|devcontainer)\//.test(path))) {
    return 'jsonc'
  }
  return byName[name] ?? byExtension[extension]
}

const byName: Record<string, string> = {
  '.bashrc': 'shellscript',
  '.bash_profile': 'shellscript',
  '.profile': 'shellscript',
  '.zshrc': 'shellscript',
  '.eslintrc': 'jsonc',
  '.babelrc': 'jsonc',
  '.swcrc': 'jsonc',
  'go.mod': 'go.mod',
  'go.work': 'go.work',
}

const extensionsOf: Record<string, string> = {
  typescript: '.ts .mts .cts',
  typescriptreact: '.tsx',
  javascript: '.js .mjs .cjs',
  javascriptreact: '.jsx',
  python: '.py .pyi .pyw',
  json: '.json .webmanifest .map',
  jsonc: '.jsonc .code-workspace',
  css: '.css',
  scss: '.scss',
  less: '.less',
  html: '.html .htm .xhtml',
  yaml: '.yaml .yml',
  shellscript: '.sh .bash .zsh .ksh',
  go: '.go',
  rust: '.rs',
  c: '.c',
  cpp: '.cc .cpp .cxx .h .hh .hpp .hxx .ipp .inl',
  'objective-c': '.m',
  'objective-cpp': '.mm',
  'cuda-cpp': '.cu .cuh',
}

const byExtension = Object.fromEntries(
  Object.entries(extensionsOf).flatMap(([language, list]) => list.split(' ').map((extension) => [extension, language])),
)
