import { isOfOtherFamily } from './dialects.ts';

/** Names of languages in fences, by the family whose members may stand for each other in an answer. */
const FAMILIES: Readonly<Record<string, string>> = {
  script: 'js javascript jsx javascriptreact ts typescript tsx typescriptreact mjs cjs mts cts',
  page: 'html vue svelte astro xml xhtml razor handlebars',
  c: 'c h cpp c++ cc cxx hpp objective-c objective-cpp objc arduino cuda cuda-cpp',
  python: 'python py python3 ipython pyi',
  go: 'go golang',
  rust: 'rust rs',
  java: 'java',
  kotlin: 'kotlin kt kts',
  scala: 'scala',
  csharp: 'csharp cs c#',
  fsharp: 'fsharp fs f#',
  ruby: 'ruby rb',
  php: 'php',
  swift: 'swift',
  dart: 'dart',
  lua: 'lua luau',
  elixir: 'elixir ex exs',
  haskell: 'haskell hs',
  perl: 'perl pl',
  r: 'r',
  julia: 'julia jl',
  shell: 'sh bash zsh shell shellscript fish console',
  powershell: 'powershell ps1 pwsh',
  sql: 'sql mysql postgresql pgsql sqlite plsql tsql',
  style: 'css scss less sass stylus',
  data: 'json jsonc json5 jsonl',
  yaml: 'yaml yml',
  toml: 'toml ini properties',
  markdown: 'markdown md mdx',
};

const FAMILY = new Map(
  Object.entries(FAMILIES).flatMap(([family, names]) =>
    names.split(' ').map((name) => [name, family] as const),
  ),
);

/** True for a line that is the name of a language, and of the document's. */
export const isNameOf = (line: string, languageId: string): boolean => {
  const name = line.trim().toLowerCase();
  return name === languageId || (FAMILY.has(name) && FAMILY.get(name) === FAMILY.get(languageId));
};

/** True if a fence says that its text is of another language than the document. Pages hold scripts and styles. */
export function isOfOtherLanguage(info: string, languageId: string): boolean {
  const named = FAMILY.get(
    info
      .trim()
      .split(/[\s{,:]/)[0]
      ?.toLowerCase() ?? '',
  );
  const own = FAMILY.get(languageId);
  if (named === undefined || own === undefined || named === own) return false;
  return own !== 'page' && !(own === 'markdown') && !(own === 'style' && named === 'page');
}

/** Least share of the lines that must end so, for a text to be of a language whose lines do. */
const USUAL = 0.4;
/** Most of them in a text of another language. */
const RARE = 0.08;
/** Shorter texts say nothing about how lines end. */
const MIN_LINES = 3;

/** True unless lines look or end as those of another language do: with braces and semicolons, or without. */
export function isLikeLanguage(
  answer: readonly string[],
  block: readonly string[],
  languageId: string,
): boolean {
  if (languageId === 'markdown' || languageId === 'plaintext') return true;
  if (isOfOtherFamily(answer, block, FAMILY.get(languageId) ?? '', languageId)) return false;
  const [ours, theirs] = [shareOfBraces(block), shareOfBraces(answer)];
  if (ours === undefined || theirs === undefined) return true;
  return !(theirs >= USUAL && ours <= RARE);
}

/** Share of lines that end with an opening brace or a semicolon; `undefined` where there are too few lines to say. */
function shareOfBraces(lines: readonly string[]): number | undefined {
  const solid = lines.filter((line) => line.trim() !== '');
  if (solid.length < MIN_LINES) return undefined;
  return solid.filter((line) => /[{;]\s*$/.test(line)).length / solid.length;
}
