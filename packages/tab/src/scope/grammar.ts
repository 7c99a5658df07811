import { languageOf } from '@caret/syntax'

/** What tells in a language's tokens which names are used, and which are made. */
export interface Grammar {
  /** Its keywords, and names that are known everywhere. */
  keywords: ReadonlySet<string>
  lineComments: readonly string[]
  /** What stands between a thing and its member. */
  access: ReadonlySet<string>
  /** The first words of lines that make names, or bring them in: nothing on them is judged before the sign that ends the making. */
  makes: RegExp
  /** Tokens after which a value is used. */
  before: ReadonlySet<string>
  /** A file brings in all that it uses of others, its folder's too. */
  bringsIn: boolean
  /** Blocks stand in braces. */
  hasBraces: boolean
  /** What opens and closes a text over many lines. */
  blocks: readonly (readonly [open: string, close: string])[]
}

/** The languages whose tokens say enough; undefined for others. */
export function grammarOf(path: string): Grammar | undefined {
  switch (languageOf(path)) {
    case 'typescript':
    case 'tsx':
    case 'javascript':
      return script
    case 'python':
      return python
    case 'go':
      return go
    case 'rust':
      return rust
    default:
      return undefined
  }
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Types come after other signs, such as `<`, `|`, `&` or `*`; and where one of those is between values, less is judged. */
const operators = '= ( , [ return ! + - % == != === !== <= >= && || ?? += -= *= /= => ... await throw yield'
const comments = [['/*', '*/']] as const

const script: Grammar = {
  keywords: words(
    'abstract any arguments as asserts async await bigint boolean break case catch class const constructor continue debugger declare ' +
      'default delete do else enum export extends false finally for from function get if implements import in infer instanceof ' +
      'interface is keyof let namespace never new null number object of out override package private protected public readonly ' +
      'require return satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown ' +
      'using var void while with yield ' +
      // Wherever it runs.
      'Array BigInt Boolean Date Error JSON Map Math Number Object Promise Proxy Reflect RegExp Set String Symbol TypeError WeakMap WeakSet ' +
      'clearTimeout console document globalThis isNaN parseFloat parseInt process queueMicrotask setInterval setTimeout structuredClone window',
  ),
  lineComments: ['//'],
  access: words('. ?.'),
  makes:
    /^\s*(?:import|export\s*[{*]|export\s+type\s*[{*]|(?:(?:export|default|declare|abstract|async|public|private|protected|static|override|readonly)\s+)*(?:function|class|interface|type|enum|namespace|module|(?:const|let|var)\s*[{[]|for\b|catch\b|get|set)\b)/,
  before: words(`${operators} case typeof new in of instanceof delete void`),
  bringsIn: true,
  hasBraces: true,
  blocks: [...comments, ['`', '`']],
}

const python: Grammar = {
  keywords: words(
    'False None True and as assert async await break case class continue def del elif else except finally for from global if import ' +
      'in is lambda match nonlocal not or pass raise return self cls super try type while with yield ' +
      '__file__ __name__ abs all any ascii bool bytearray bytes callable chr classmethod delattr dict dir divmod enumerate filter float ' +
      'format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals map max memoryview min ' +
      'next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum tuple vars zip ' +
      'AssertionError AttributeError BaseException Exception FileNotFoundError ImportError IndexError KeyError LookupError ' +
      'NotImplementedError OSError RuntimeError StopIteration SyntaxError TypeError UnicodeDecodeError ValueError',
  ),
  lineComments: ['#'],
  access: words('.'),
  makes: /^\s*(?:import|from|(?:async\s+)?def|class|global|nonlocal|(?:async\s+)?for|except|lambda|type)\b/,
  before: words(`${operators} and or not in is if elif else while assert raise @ -> : **`),
  bringsIn: true,
  hasBraces: false,
  blocks: [
    ['"""', '"""'],
    ["'''", "'''"],
  ],
}

const go: Grammar = {
  keywords: words(
    'any append bool break byte cap case chan close complex complex64 complex128 const continue copy default defer delete else error ' +
      'fallthrough false float32 float64 for func go goto if imag import int int8 int16 int32 int64 interface iota len make map max ' +
      'min new nil package panic print println range real recover return rune select string struct switch true type uint uint8 ' +
      'uint16 uint32 uint64 uintptr var clear comparable init main',
  ),
  lineComments: ['//'],
  access: words('.'),
  makes: /^\s*(?:import|package|func|type|const|var|for\b.*:?=)/,
  before: words(`${operators} := <- case range defer go if switch`),
  bringsIn: false,
  hasBraces: true,
  blocks: comments,
}

const rust: Grammar = {
  keywords: words(
    'Err None Ok Self Some abstract as async await become bool box break char const continue crate do dyn else enum extern f32 f64 false ' +
      'final fn for i128 i16 i32 i64 i8 if impl in isize let loop macro match mod move mut override priv pub ref return self static ' +
      'str struct super trait true try type typeof u128 u16 u32 u64 u8 union unsafe unsized use usize virtual where while yield ' +
      'Box Default From Into Iterator Option Result String ToString Vec drop std core alloc',
  ),
  lineComments: ['//'],
  access: words('. ::'),
  makes:
    /^\s*(?:#!?\[|use|mod|extern|(?:pub(?:\([\w ]+\))?\s+)?(?:(?:const|async|unsafe)\s+)*(?:fn|struct|enum|trait|impl|type|mod|use|static|const|union)|for|macro_rules)\b/,
  before: words(`${operators} match if while in`),
  bringsIn: true,
  hasBraces: true,
  blocks: comments,
}
