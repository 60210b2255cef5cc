import type { InfillInput } from '../../domain/generation.ts';

const HASH =
  /^(?:python|ruby|perl|shellscript|yaml|toml|r|julia|elixir|dockerfile|makefile|powershell)$/;
const DASHES = /^(?:sql|lua|haskell|ada|elm|vhdl)$/;

/** Returns the beginning of a comment in the language with the given id; most have two slashes. */
function mark(languageId: string): string {
  if (HASH.test(languageId)) return '#';
  return DASHES.test(languageId) ? '--' : '//';
}

/** Snippets as comments before the code, for models that know of one file only; '' without any. */
export function commented({ snippets = [] }: InfillInput, languageId: string): string {
  const begin = mark(languageId);
  return snippets
    .map(({ name, text }) => [`From ${name}:`, ...text.split('\n')])
    .map((lines) => lines.map((line) => `${begin} ${line}`.trimEnd()).join('\n'))
    .map((block) => `${block}\n`)
    .join('');
}
