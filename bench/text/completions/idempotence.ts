import { cursorAt } from '../../../server/src/completion/cursor.ts';
import { fitAgain, fitTo } from '../../../server/src/completion/postprocess/index.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { seededRandom } from '../../../tools/random.ts';

const LANGUAGES = [
  'typescript',
  'python',
  'rust',
  'html',
  'shellscript',
  'markdown',
  'ruby',
  'css',
];
/** Pieces that meet in code, those that close and open more often than others. */
const PIECES = [
  ...[
    'a',
    'foo',
    'bar',
    'x',
    '1',
    ' ',
    ' ',
    '  ',
    '\n',
    '\n',
    '\n  ',
    '\n    ',
    '\t',
    ';',
    ',',
    '.',
    ':',
    '=',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '{',
    '}',
    '"',
    "'",
    '`',
    '${',
    '#{',
    '$(',
    '=>',
    '//',
    '# ',
    '/* ',
  ],
  ...['</div>', '<div>', '<b', '/>', 'end', 'return ', 'if ', 'else {', 'é', '𝒳', '\\'],
];

/** A case in which something changed, as JSON, or `undefined`. */
export interface Changes {
  readonly count: number;
  /** Up to five of them. */
  readonly examples: readonly string[];
}

/** Fits random texts at random places, and fits again what was chosen, and what fitted: what the second time changes. */
export function changesOfTheSecond(cases: number, seed: number): Changes {
  const random = seededRandom(seed);
  const pick = <Kind>(from: readonly Kind[]): Kind =>
    from[Math.floor(random() * from.length)] as Kind;
  const text = (most: number) =>
    Array.from({ length: Math.floor(random() * most) }, () => pick(PIECES)).join('');
  const examples: string[] = [];
  let count = 0;
  for (let index = 0; index < cases; index++) {
    const languageId = pick(LANGUAGES);
    const [before, after, answer] = [text(12), text(10), text(14)];
    const document = LiveDocument.create('file:///a', languageId, 1, before + after);
    const lines = before.split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const place = { cursor: cursorAt(document, position), maxLines: 1 + Math.floor(random() * 6) };
    const fitted = fitTo(answer, place);
    const again = fitAgain(fitted.chosen, place);
    const fittedText = fitAgain(fitted.text, place);
    const isSame =
      fitted.text === '' ||
      (again.text === fitted.text &&
        again.covered === fitted.covered &&
        again.tail === fitted.tail &&
        again.closes === fitted.closes &&
        fittedText.text === fitted.text);
    if (isSame) continue;
    count++;
    if (examples.length < 5) {
      examples.push(
        JSON.stringify({ languageId, before, after, answer, fitted, again, fittedText }),
      );
    }
  }
  return { count, examples };
}
