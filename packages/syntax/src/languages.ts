/** The languages with a grammar. */
export type Language =
  | 'bash'
  | 'cpp'
  | 'csharp'
  | 'css'
  | 'go'
  | 'java'
  | 'javascript'
  | 'php'
  | 'python'
  | 'ruby'
  | 'rust'
  | 'tsx'
  | 'typescript'

/** The language of a file by its name, C being read as C++; undefined where there is no grammar for it. */
export function languageOf(path: string): Language | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()
  return byName.get(name) ?? byName.get(name.slice(name.lastIndexOf('.')))
}

const names: Record<Language, string> = {
  bash: '.sh .bash .bats .bashrc .bash_profile .profile',
  cpp: '.cpp .cc .cxx .c++ .hpp .hh .hxx .h++ .c .h .ipp .inl .tpp .cu .cuh',
  csharp: '.cs .csx',
  css: '.css',
  go: '.go',
  java: '.java',
  javascript: '.js .mjs .cjs .jsx',
  php: '.php .phtml',
  python: '.py .pyi .pyw sconstruct',
  ruby: '.rb .rake .gemspec .ru gemfile rakefile podfile vagrantfile',
  rust: '.rs',
  tsx: '.tsx',
  typescript: '.ts .mts .cts',
}

const byName = new Map(
  (Object.keys(names) as Language[]).flatMap((language) => names[language].split(' ').map((name) => [name, language])),
)
