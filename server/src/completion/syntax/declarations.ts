import { bounded } from '../../base/bounded.ts';

/** A thing that a line declares for all of its scope: saying it there twice is a mistake in nearly every language. */
export type Declaration = 'import' | 'definition';

/** Longer lines were not written by hand. */
const MAX_LENGTH = 300;
/** Documents that show the same code again and again. */
const PROSE = /^(?:markdown|mdx|restructuredtext|asciidoc|latex|tex|plaintext|diff|log)$/;
const IMPORT = bounded(
  MAX_LENGTH,
  /^(?:import\b(?!\s*\()|from\s+\S+\s+import\b|#\s*(?:include|import)\b|@import\b|use\s+[\w\\:]|using\s+(?:static\s+)?[\w.]+\s*;|require(?:_once|_relative)?\b|extern\s+crate\b|export\s+(?:\*|\{[^}]*\})\s+from\b|(?:const|let|var|local)\s+[^=]+=\s*require\b)/,
);
const MODIFIERS =
  '(?:(?:export|default|declare|public|private|protected|internal|static|async|abstract|final|sealed|override|virtual|inline|extern|unsafe|pub(?:\\([^)]*\\))?|local|open|data|suspend|partial|const|constexpr)\\s+)*';
/** With a word that says so. */
const KEYWORD = new RegExp(
  `^${MODIFIERS}(?:def|defp|function(?:\\s*\\*)?|class|fn|func|fun|interface|struct|enum|trait|record|type|sub|proc|defmodule)\\s+[\\w$.(~]`,
);
/** A function as a value. */
const VALUE = bounded(
  MAX_LENGTH,
  /^(?:(?:export\s+)?(?:const|let|var|local)\s+[\w$]+(?:\s*:[^=]+)?|[\w$.]+)\s*=\s*(?:async\s+)?(?:function\b|\([^()]*\)\s*(?::[^=]+)?=>|[\w$]+\s*=>)/,
);
/** Words that stand before a bracket and are no function's name. */
const STATEMENT =
  /^(?:if|else|for|foreach|while|switch|catch|with|return|do|try|using|lock|synchronized|await|yield|new|throw|case|delete|typeof|goto|sizeof)\b/;
/** Where a name, its parameters and a brace are a function. */
const BRACED = /^(?:javascript|typescript|shellscript|vue|svelte)/;
const BRACED_FUNCTION =
  /^(?:(?:static|async|get|set|public|private|protected|override)\s+)*[*#]?[\w$]+\s*\([^'"`;=()]*\)[^'"`;=(){}]*\{$/;
/** Of these a file may have several. */
const REPEATABLE = /^func\s+(?:init|_)\(\)/;
/** Where types stand before names. */
const TYPED = /^(?:c|cpp|objective-cp?p?|csharp|java|dart|groovy)$/;
const TYPED_FUNCTION = bounded(
  MAX_LENGTH,
  /^[\w<][\w<>,.:[\]?*&]*(?:\s+[\w<>,.:[\]?*&~]+){0,4}\s+[*&]*[\w:~]+\s*\([^'"`;=()]*\)\s*(?:const|noexcept|override|throws\s[\w\s,.]+)?\s*\{?$/,
);

/** The beginning of an import. */
const IMPORTS = String.raw`[^\S\n]*(?:[#@][^\S\n]*)?(?:import|include|from|use|using|extern|export)\b`;
/** Words and signs without which nothing is imported or defined elsewhere on a line. */
const DEFINERS = String.raw`\brequire|\bfunction\b|\b(?:defp?|class|fn|func?|interface|struct|enum|trait|record|type|sub|proc|defmodule)\s|=>`;
/** The end of the line that is a function's head without any of these: with a brace, and maybe without. */
const BRACED_END = String.raw`\)[^'"\`;=(){}\n]*\{[^\S\n]*(?:\n|$)`;
const TYPED_END = String.raw`\)[^'"\`;=(){}\n]*\{?[^\S\n]*(?:\n|$)`;

const declaring = (...definers: readonly string[]): RegExp =>
  new RegExp(String.raw`\n(?:${IMPORTS}|[^\n]*(?:${definers.join('|')}))`);
const DECLARING = declaring(DEFINERS);
const DECLARING_BRACED = declaring(DEFINERS, BRACED_END);
const DECLARING_TYPED = declaring(DEFINERS, TYPED_END);

/** Matches every text with a line, other than its first, that declares something; `undefined` where no line does. */
export function declaringIn(languageId: string): RegExp | undefined {
  if (PROSE.test(languageId)) return undefined;
  if (BRACED.test(languageId)) return DECLARING_BRACED;
  return TYPED.test(languageId) ? DECLARING_TYPED : DECLARING;
}

/** Of each line, the thing that it declares: see `declarationOf`. */
export const declarationsOf = (
  lines: readonly string[],
  languageId: string,
): (Declaration | undefined)[] => lines.map((line) => declarationOf(line, languageId));

/** `undefined` for the lines that may well stand somewhere else, too. */
export function declarationOf(line: string, languageId: string): Declaration | undefined {
  const text = line.trim();
  if (text === '' || text.length > MAX_LENGTH || PROSE.test(languageId)) return undefined;
  if (IMPORT.test(text)) return 'import';
  return isDefinition(text, languageId) ? 'definition' : undefined;
}

function isDefinition(text: string, languageId: string): boolean {
  if (KEYWORD.test(text) || VALUE.test(text)) return !REPEATABLE.test(text);
  if (STATEMENT.test(text)) return false;
  if (BRACED.test(languageId)) return BRACED_FUNCTION.test(text);
  return TYPED.test(languageId) && TYPED_FUNCTION.test(text);
}
