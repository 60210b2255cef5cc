import { type Bounded, bounded } from '../../base/bounded.ts';
import { ASKED_OF_TOOLS } from './askedOfTools.ts';
import { scan } from './scan.ts';
import { syntaxOf } from './syntax.ts';

/** The effect of new comments beside being read: they change the program, or tell a tool what to do. */
type Effect = 'changesProgram' | 'tellsTools';

/** Longer lines of comments are not looked through. */
const MAX_LENGTH = 1_000;

/** Languages in which a comment inside a comment must end, too. */
const NESTING = new Set(
  'rust swift kotlin scala dart haskell elm purescript fsharp ocaml julia sql'.split(' '),
);

/** Comments that are more than that, or end elsewhere than they seem to, by language. */
const ACTING: readonly (readonly [languages: string, comment: RegExp | Bounded])[] = [
  // The next line goes on with the comment.
  ['c cpp objective-c objective-cpp cuda-cpp makefile', /(?:\\|\?\?\/)$/],
  ['vb', / _$/],
  // The page, or the program, goes on behind it.
  ['php', bounded(MAX_LENGTH, /(?:\/\/|#).*\?>/)],
  ['html vue svelte astro markdown', /--!>|<!---?>/],
  ['html', /<!--\s{0,4}#/],
  // Read as a letter before comments are looked for.
  ['java groovy scala', /\\u/],
  ['sql', /\/\*M?!|^--[^\s-]/],
  // Not a comment, or one that goes on over lines.
  ['lua', /^--\[=/],
  ['haskell elm purescript', bounded(MAX_LENGTH, /^--+[!#$%&*+./<=>?@\\^|~:]/)],
  ['haskell', /\{-#/],
  ['nim', /^#{2,9}\[/],
  ['coffeescript', /###/],
  ['matlab', /^%[{}]$/],
  ['ruby crystal', /.=(?:begin|end)\b/],
  // A quote in a comment must end, too.
  ['ocaml', bounded(MAX_LENGTH, /^[^"]*"(?:[^"]*"[^"]*")*[^"]*$/)],
  // Documentation is a string, and computed.
  ['elixir', /#\{/],
  ['julia', /\$[\w(]/],
  ['go', /^\/\/(?:go:|line |export |extern )|^\/\*line |#cgo\b/],
];

/**
 * The effect of comments of an answer that the block has not. Where comments end is known from the lines' own syntax; this is about those that languages or
 * tools take for something else.
 */
export function effectOf(
  answer: readonly string[],
  block: readonly string[],
  languageId: string,
): Effect | undefined {
  const own = new Set(block.map((line) => line.trim()));
  const scanned = scan(answer, languageId);
  const isComment = (index: number) => scanned[index]?.isComment === true;
  const fresh = answer.flatMap((line, index) => {
    const text = line.trim();
    return isComment(index) && text !== '' && !own.has(text) ? [{ index, text }] : [];
  });
  const acting = ACTING.filter(([languages]) => languages.split(' ').includes(languageId));
  const isActing = (text: string) => acting.some(([, comment]) => comment.test(text));
  // A line that goes on with the one above it may not be a comment.
  const isSplit = (index: number) => !isComment(index - 1) && goesOn(answer[index - 1], languageId);
  const changes = fresh.some(
    ({ index, text }) => isActing(text.slice(-MAX_LENGTH)) || isSplit(index),
  );
  if (changes || nestedIn(answer, languageId) > nestedIn(block, languageId)) {
    return 'changesProgram';
  }
  const tells = ({ text }: { text: string }) =>
    text.length > MAX_LENGTH || ASKED_OF_TOOLS.test(text);
  return fresh.some(tells) ? 'tellsTools' : undefined;
}

const goesOn = (line = '', languageId: string): boolean =>
  line.endsWith('\\') || (languageId === 'powershell' && line.endsWith('`'));

/** Comments that begin inside another one where that counts; where the outer one ends first, the rest is commented out. */
function nestedIn(lines: readonly string[], languageId: string): number {
  if (!NESTING.has(languageId)) return 0;
  const { line: signs, block } = syntaxOf(languageId);
  const scanned = scan(lines, languageId);
  const [open = '', close = ''] = block[0] ?? [];
  let nested = 0;
  let isInside = false;
  for (const [index, line] of lines.entries()) {
    if (scanned[index]?.isComment !== true) isInside = false;
    else {
      for (let at = 0; at < line.length; at++) {
        if (isInside && line.startsWith(close, at)) {
          isInside = false;
          at += close.length - 1;
        } else if (line.startsWith(open, at)) {
          if (isInside) nested++;
          isInside = true;
          at += open.length - 1;
        } else if (!isInside && signs.some((sign) => line.startsWith(sign, at))) break;
      }
    }
  }
  return nested;
}
