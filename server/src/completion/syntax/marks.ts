/** The marks that begin and end strings and comments in a language. */
export interface Marks {
  /** Characters that open and close a string. */
  readonly quotes: string;
  /** Of these, the ones whose strings may run over line ends. */
  readonly longQuotes: string;
  /** Marks that begin a comment that ends with its line. */
  readonly lineComments: readonly string[];
  /** True if slash and star enclose comments. */
  readonly hasBlockComments: boolean;
  /** Marks that open code inside a string, by its quote; each ends with the bracket that it opens. */
  readonly insertions: Readonly<Record<string, readonly string[]>>;
  /** True if a slash may begin a regular expression. */
  readonly hasRegex: boolean;
  /** True if there are tags. */
  readonly hasTags: boolean;
  /** True if three quotes in a row are one mark. */
  readonly hasTripleQuotes: boolean;
  /** True if a parenthesis that nothing opens ends the pattern of a case. */
  readonly hasPatterns: boolean;
}

const SLASHES: Marks = {
  quotes: '"\'',
  longQuotes: '',
  lineComments: ['//'],
  hasBlockComments: true,
  insertions: {},
  hasRegex: false,
  hasTags: false,
  hasTripleQuotes: false,
  hasPatterns: false,
};
const SCRIPT: Marks = {
  ...SLASHES,
  quotes: '"\'`',
  longQuotes: '`',
  insertions: { '`': ['${'] },
  hasRegex: true,
};
const HASH: Marks = { ...SLASHES, lineComments: ['#'], hasBlockComments: false };
const DASHES: Marks = { ...SLASHES, lineComments: ['--'], hasBlockComments: false };
const SHELL: Marks = {
  ...HASH,
  quotes: '"\'`',
  longQuotes: '"\'`',
  insertions: { '"': ['$(', '${'], '`': ['$(', '${'] },
  hasPatterns: true,
};
const RUBY: Marks = {
  ...HASH,
  quotes: '"\'`',
  longQuotes: '"\'`',
  insertions: { '"': ['#{'], '`': ['#{'] },
  hasRegex: true,
};
const CURLY_INSERTIONS: Marks = { ...SLASHES, insertions: { '"': ['${'] }, hasTripleQuotes: true };
const MARKUP: Marks = {
  ...SLASHES,
  quotes: '"',
  longQuotes: '"',
  lineComments: [],
  hasBlockComments: false,
  hasTags: true,
};
/** Text for people: apostrophes, and quotation marks that need not come in pairs. */
const PROSE: Marks = { ...MARKUP, quotes: '', longQuotes: '' };
const LISP: Marks = { ...HASH, quotes: '"', longQuotes: '"', lineComments: [';'] };

const BY_LANGUAGE: Readonly<Record<string, Marks>> = {
  javascript: SCRIPT,
  typescript: SCRIPT,
  javascriptreact: { ...SCRIPT, hasTags: true },
  typescriptreact: { ...SCRIPT, hasTags: true },
  vue: { ...SCRIPT, hasTags: true },
  svelte: { ...SCRIPT, hasTags: true },
  astro: { ...SCRIPT, hasTags: true },
  go: { ...SLASHES, quotes: '"\'`', longQuotes: '`' },
  rust: { ...SLASHES, longQuotes: '"' },
  php: {
    ...SLASHES,
    lineComments: ['//', '#'],
    longQuotes: '"\'',
    insertions: { '"': ['{$', '${'] },
  },
  python: { ...HASH, hasTripleQuotes: true },
  ruby: RUBY,
  crystal: RUBY,
  elixir: { ...RUBY, hasRegex: false, hasTripleQuotes: true },
  perl: { ...HASH, quotes: '"\'`', longQuotes: '"\'' },
  r: HASH,
  julia: { ...HASH, insertions: { '"': ['$('] }, hasTripleQuotes: true },
  yaml: HASH,
  toml: { ...HASH, hasTripleQuotes: true },
  dockerfile: HASH,
  makefile: { ...SHELL, hasPatterns: false },
  powershell: { ...HASH, longQuotes: '"\'', insertions: { '"': ['$('] } },
  shellscript: SHELL,
  lua: DASHES,
  sql: { ...DASHES, hasBlockComments: true },
  haskell: { ...DASHES, quotes: '"' },
  kotlin: CURLY_INSERTIONS,
  scala: CURLY_INSERTIONS,
  groovy: CURLY_INSERTIONS,
  dart: { ...CURLY_INSERTIONS, insertions: { '"': ['${'], "'": ['${'] } },
  swift: { ...SLASHES, insertions: { '"': ['\\('] }, hasTripleQuotes: true },
  java: { ...SLASHES, hasTripleQuotes: true },
  json: { ...SLASHES, quotes: '"' },
  jsonc: { ...SLASHES, quotes: '"' },
  css: { ...SLASHES, lineComments: [] },
  html: MARKUP,
  xml: MARKUP,
  xsl: MARKUP,
  handlebars: MARKUP,
  markdown: PROSE,
  plaintext: PROSE,
  latex: PROSE,
  restructuredtext: PROSE,
  'git-commit': PROSE,
  clojure: LISP,
  lisp: LISP,
  scheme: LISP,
};

/** The marks of a language by its LSP identifier; those of C where it is not known. */
export const marksOf = (languageId: string): Marks => BY_LANGUAGE[languageId] ?? SLASHES;

/** The marks of what is written in comments. */
export const commentMarks: Marks = { ...PROSE, hasTags: false };
