import { readAnswer } from '../../../server/src/actions/answer/readAnswer.ts';
import { together } from '../../../server/src/actions/outcome.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { toWorkspaceEdit } from '../../../server/src/lsp/workspaceEdit.ts';
import { seededRandom } from '../../../tools/random.ts';
import { applied, editsIn } from './applied.ts';

const WORDS = [
  'x = 1',
  'foo(bar)',
  '}',
  '',
  '{',
  'größe = "😀"',
  '\tif ok:',
  '  return é',
  '日本 = 2',
  '  y = 1;',
  '// z',
];
const ENDS = ['\n', '\r\n', '\r'];

/**
 * Any block and any answer: how often what is outside the block changes, or how the file ends. Line ends are mixed in a
 * third of the files.
 */
export function anyEdits(pairs = 60_000): { tried: number; edited: number; wrong: number } {
  const random = seededRandom(20_26);
  const below = (count: number): number => Math.floor(random() * count);
  const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  let [wrong, edited] = [0, 0];
  for (let pair = 0; pair < pairs; pair++) {
    const lines = Array.from(
      { length: 1 + below(9) },
      () => oneOf(WORDS) + (random() < 0.3 ? pair : ''),
    );
    const end = oneOf(ENDS);
    const isMixed = random() < 0.33;
    const hasFinalEnd = random() < 0.5;
    const ends = lines.map(() => (isMixed ? oneOf(ENDS) : end));
    const endOf = (index: number) =>
      index < lines.length - 1 || hasFinalEnd ? (ends[index] ?? '') : '';
    const text = lines.map((line, index) => line + endOf(index)).join('');
    const document = LiveDocument.create('file:///any', 'plain', 1, text);
    lines.splice(0, lines.length, ...document.lines);
    const first = below(lines.length);
    const last = first + below(lines.length - first);
    const answer = lines.slice(first, last + 1).flatMap((line) => {
      const change = random();
      if (change < 0.15) return [`${line}!`];
      if (change < 0.25) return [line, oneOf(WORDS)];
      return change < 0.32 ? [] : [line];
    });
    const block = { first, last };
    const reading = readAnswer(
      { text: `\`\`\`\n${answer.join('\n')}\n\`\`\``, ending: 'stop' },
      {
        languageId: 'plain',
        lines: document.lines,
        block,
        diagnosticLines: [first + below(last - first + 1)],
      },
    );
    const outcome = together(document, [reading]);
    if (outcome.kind !== 'edit') continue;
    edited++;
    const after = applied(text, editsIn(toWorkspaceEdit(outcome, document)).edits);
    const { head, tail } = around(text, first, last);
    const isKept = after.startsWith(head) && after.endsWith(tail);
    const isEnded = /[\r\n]$/.test(after) === /[\r\n]$/.test(text);
    if (!isKept || !isEnded || after.length < head.length + tail.length) wrong++;
  }
  return { tried: pairs, edited, wrong };
}

/** The text in front of some lines, and behind them and their line end. */
function around(text: string, first: number, last: number): { head: string; tail: string } {
  const ends = [...text.matchAll(/\r\n|\n|\r/g)];
  const above = ends[first - 1];
  const below = ends[last];
  return {
    head: above === undefined ? '' : text.slice(0, above.index + above[0].length),
    tail: below === undefined ? '' : text.slice(below.index + below[0].length),
  };
}
