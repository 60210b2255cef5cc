import { commentLines } from './commentLines.ts';

const DECLINED =
  /^\W{0,4}(?:i(?:['’`]m| am) (?:very |really |so )?(?:sorry|afraid|unable|not able)|sorry\b|i (?:can(?:no|['’`])?t|could ?n['’`o]t|won['’`]t|will not|do(?:n['’`]t| not) (?:have|see|know|understand))|as an ai\b|unfortunately\b|my apologies|i apologi[sz]e|es tut mir leid|lo siento|je suis désolée?|je ne peux pas|ich kann (?:das|dies|dabei)|抱歉|对不起|我无法|申し訳)/i;

/** True for the words with which models say that they will not or cannot. */
export const isDeclined = (text: string): boolean => DECLINED.test(text.trimStart().slice(0, 200));

/** Languages whose lines may be sentences. */
const PROSE = new Set([
  'markdown',
  'plaintext',
  'restructuredtext',
  'latex',
  'tex',
  'html',
  'mdx',
  'asciidoc',
  'git-commit',
]);

/** True for a line that reads as a sentence to people and not as code or a comment. */
export function isSentence(line: string, languageId: string): boolean {
  const text = line.trim();
  if (PROSE.has(languageId) || text.length > 1_000) return false;
  if (/^#/.test(text) && isComment(text, languageId)) return false;
  if (/^(?:\*\*|#{1,6} |> |\d+\. )/.test(text) && /[.:*]$/.test(text)) return true;
  if (!/^[\p{Lu}"'`]/u.test(text) || /[;{}=<>()[\]|&]/.test(text)) return false;
  return text.split(' ').length >= MIN_WORDS && /[.:!?…]$/.test(text);
}

const MIN_WORDS = 3;

/** True for a line that is a comment where languages begin one with a hash; others have headings so. */
const isComment = (text: string, languageId: string): boolean =>
  commentLines([text], languageId)[0] === true;
