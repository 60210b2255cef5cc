/** How a language writes comments and strings, as far as telling code from comments needs it. */
export interface Syntax {
  readonly line: readonly string[];
  readonly block: readonly (readonly [open: string, close: string])[];
  /** Signs around strings that may go over several lines. */
  readonly long: readonly string[];
  /** Signs around strings that end with their line. */
  readonly short: readonly string[];
  readonly hasRegExps: boolean;
  readonly hasHeredocs: boolean;
  /** Strings that stand alone are documentation. */
  readonly hasDocStrings: boolean;
  /** The structure is in the indentation alone. */
  readonly isIndented: boolean;
}

const C_BLOCK = [['/*', '*/']] as const;
const PAGE_BLOCK = [['<!--', '-->']] as const;
const POD = ['pod', 'head', 'over', 'item', 'begin', 'for', 'encoding'].map(
  (word) => [`=${word}`, '=cut'] as const,
);
const QUOTES = ['"', "'"];

const PLAIN: Syntax = {
  line: [],
  block: [],
  long: [],
  short: QUOTES,
  hasRegExps: false,
  hasHeredocs: false,
  hasDocStrings: false,
  isIndented: false,
};

const slashes = (more: Partial<Syntax> = {}): Syntax => ({
  ...PLAIN,
  line: ['//'],
  block: C_BLOCK,
  ...more,
});
const hash = (more: Partial<Syntax> = {}): Syntax => ({ ...PLAIN, line: ['#'], ...more });

const SCRIPT = slashes({ long: ['`'], hasRegExps: true });
const TRIPLE = slashes({ long: ['"""'] });
const PYTHON = hash({ long: ['"""', "'''"], hasDocStrings: true, isIndented: true });
const SHELL = hash({ hasHeredocs: true });
const ML = { ...PLAIN, block: [['(*', '*)']] as const, short: ['"'] };
const LISP = { ...PLAIN, line: [';'], short: ['"'] };

const SYNTAXES: readonly (readonly [languages: string, syntax: Syntax])[] = [
  ['typescript typescriptreact javascript javascriptreact', SCRIPT],
  ['java kotlin scala swift csharp groovy', TRIPLE],
  ['dart', slashes({ long: ['"""', "'''"] })],
  ['go', slashes({ long: ['`'] })],
  ['c cpp objective-c objective-cpp cuda-cpp jsonc scss less zig solidity proto3', slashes()],
  ['rust', slashes({ long: ['"'], short: [] })],
  ['php', slashes({ line: ['//', '#'], long: ['"'], hasHeredocs: true })],
  ['css', { ...PLAIN, block: C_BLOCK }],
  ['python', PYTHON],
  ['gdscript nim', { ...PYTHON, hasDocStrings: false }],
  ['coffeescript', hash({ long: ['"""', "'''"], isIndented: true })],
  ['yaml toml dockerfile', hash()],
  ['ruby crystal', hash({ block: [['=begin', '=end']], hasRegExps: true, hasHeredocs: true })],
  ['shellscript makefile', SHELL],
  ['r', hash({ long: ['"', "'"], short: [] })],
  ['perl', { ...SHELL, block: POD }],
  ['powershell', hash({ block: [['<#', '#>']] })],
  ['julia', hash({ block: [['#=', '=#']], long: ['"""'], short: ['"'], hasDocStrings: true })],
  ['elixir', hash({ long: ['"""', "'''"], hasDocStrings: true })],
  ['lua', { ...PLAIN, line: ['--'], block: [['--[[', ']]']] }],
  ['sql', { ...PLAIN, line: ['--'], block: C_BLOCK }],
  ['haskell elm purescript', { ...PLAIN, line: ['--'], block: [['{-', '-}']], short: ['"'] }],
  ['fsharp', { ...ML, line: ['//'], long: ['"""'] }],
  ['ocaml', ML],
  ['erlang prolog latex tex matlab', { ...PLAIN, line: ['%'], short: ['"'] }],
  ['clojure lisp scheme ini', LISP],
  ['vb', { ...PLAIN, line: ["'"], short: ['"'] }],
  ['html xml markdown', { ...PLAIN, block: PAGE_BLOCK, short: [] }],
  ['vue svelte astro', { ...SCRIPT, block: [...C_BLOCK, ...PAGE_BLOCK], hasRegExps: false }],
];

const BY_LANGUAGE = new Map(
  SYNTAXES.flatMap(([languages, syntax]) =>
    languages.split(' ').map((id) => [id, syntax] as const),
  ),
);

/** The syntax of a language; of one that is not known, nothing is a comment. */
export const syntaxOf = (languageId: string): Syntax => BY_LANGUAGE.get(languageId) ?? PLAIN;
