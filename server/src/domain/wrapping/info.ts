import { languageOf } from './fenceLines.ts';

/** Names that models put behind a fence, beside the languages by their longest names. */
const NAMES = new Set(
  (
    'javascript typescript javascriptreact typescriptreact node mjs cjs mts cts python ruby rust go java kotlin ' +
    'scala groovy swift dart c cpp csharp objective-c objectivec objc fsharp f# vb vbnet php perl pl lua r julia jl ' +
    'haskell hs elm purescript ocaml ml reason rescript elixir ex exs erlang erl clojure clj scheme lisp racket zig ' +
    'nim crystal d v shellscript fish powershell ps1 pwsh bat batch cmd console terminal sql mysql pgsql postgresql ' +
    'plsql sqlite html htm xml svg css scss sass less stylus vue svelte astro json jsonc json5 jsonl yaml toml ini ' +
    'cfg conf properties dotenv env makefile make cmake dockerfile docker terraform tf hcl nix graphql gql proto ' +
    'protobuf markdown mdx latex tex text txt plaintext plain diff patch code tool_code vim viml asm nasm solidity ' +
    'sol matlab fortran pascal ada cobol verilog vhdl gdscript handlebars hbs jinja twig erb ejs pug haml blade ' +
    'regex csv log http nginx starlark bazel cuda glsl wgsl hlsl wasm wat coffeescript coffee tcl awk sed'
  ).split(' '),
);
/** Words of code that may be alone on a line. */
const STATEMENTS = new Set(
  'return pass break continue else try do begin end then fi done esac loop default finally'.split(
    ' ',
  ),
);
const ATTRIBUTE =
  /^(?:title|file|filename|name|path|lang|language|highlight|hl_lines|linenums|linenos|start|startline|caption|label|id|class|group|tab)=/i;
const FLAG = /^(?:showLineNumbers|noLineNumbers|numberLines|copy|nocopy|wrap|twoslash)$/i;
const LINES = /^\{[\d,-]*\}$/;
const PLAIN_WORD = /^[\w+#.-]+$/;
const PATH = /^(?:\d+:)*[\w@.+\\/-]*\.(\w+)(?::[\d:-]+)?$/;
/** Signs that stand between two operands, and begins no answer where another language is named. */
const OPERATOR = /^(?:[=+*%&|^<>?:!/-]+(?:\s|$)|[=,;:)\]}])/;

/**
 * The code among the words behind a fence: all but a language, and attributes and a path behind it. '' where nothing
 * is.
 */
export function codeBeside(info: string, languageId: string): string {
  const text = info.trim();
  if (/^\{[.#]?[\w+#-][^{}]*\}$/.test(text) && (isName(text, '') || /^\{[.#]/.test(text))) {
    return '';
  }
  const first = wordAt(text, 0);
  const behind = text.slice(first.length).trimStart();
  const isNamed = isName(first, languageId);
  const rest = isNamed || PLAIN_WORD.test(first) ? withoutAttributes(behind) : '';
  if (behind === '' && PLAIN_WORD.test(first)) return STATEMENTS.has(first) ? text : '';
  if (isNamed && !(isDoubtful(first, languageId) && OPERATOR.test(rest))) return rest;
  if (PLAIN_WORD.test(first) && rest === '') return '';
  return withoutAttributes(text) === '' ? '' : text;
}

function isName(word: string, languageId: string): boolean {
  const colon = word.indexOf(':');
  const name = languageOf(colon === -1 ? word : word.slice(0, colon));
  const isAlone = colon === -1 ? PLAIN_WORD.test(word) || word.startsWith('{') : true;
  const isPath = colon === -1 || /^(?=[^./\\]*[./\\])[\w@.+\\/:-]+$/.test(word.slice(colon + 1));
  return isAlone && isPath && (NAMES.has(name) || name === languageId);
}

/** A variable may be called so. */
const isDoubtful = (word: string, languageId: string): boolean =>
  word.length === 1 || languageOf(word) !== languageId;

/** From the first word on that is no attribute. */
function withoutAttributes(text: string): string {
  let from = 0;
  while (from < text.length) {
    const word = wordAt(text, from);
    if (!isAttribute(word)) {
      const quoted = quotedEnd(text, from, word);
      if (quoted === undefined) return text.slice(from);
      from = quoted;
    } else {
      from += word.length;
    }
    while (text.charAt(from) === ' ' || text.charAt(from) === '\t') from++;
  }
  return '';
}

function isAttribute(word: string): boolean {
  if (LINES.test(word) || FLAG.test(word)) return true;
  if (ATTRIBUTE.test(word)) return endsWithValue(word);
  const extension = PATH.exec(word)?.[1];
  if (extension === undefined) return false;
  return /[/\\]/.test(word) || NAMES.has(languageOf(extension));
}

/** True for what ends with `=` and a value: in quotes, in braces, or of plain letters. */
function endsWithValue(word: string): boolean {
  const last = word.slice(-1);
  const before = word.lastIndexOf(last, word.length - 2);
  if (last === '"' || last === "'") return word.charAt(before - 1) === '=';
  if (last === '}') return word.includes('={', before + 1);
  return /=[\w./-]+$/.test(word);
}

/** The end of an attribute whose value holds blanks. */
function quotedEnd(text: string, from: number, word: string): number | undefined {
  const quote = word.charAt(word.indexOf('=') + 1);
  if (!ATTRIBUTE.test(word) || (quote !== '"' && quote !== "'")) return undefined;
  const end = text.indexOf(quote, from + word.indexOf('=') + 2);
  const isEnd = end !== -1 && /^(?:\s|$)/.test(text.slice(end + 1, end + 2));
  return isEnd ? end + 1 : undefined;
}

/** The word at an index, up to the next blank. */
function wordAt(text: string, from: number): string {
  let end = from;
  while (end < text.length && text.charAt(end) !== ' ' && text.charAt(end) !== '\t') end++;
  return text.slice(from, end);
}
