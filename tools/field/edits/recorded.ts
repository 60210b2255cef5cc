import { readFileSync } from 'node:fs';

/** An answer as models give it, the block that it is about, and what a careful engineer would make of it. */
export interface RecordedAnswer {
  readonly name: string;
  readonly languageId: string;
  /** Lines around the block. */
  readonly above: readonly string[];
  readonly block: readonly string[];
  readonly below: readonly string[];
  /** The block's line with diagnostic, counted from 0. */
  readonly line: number;
  readonly asked: 'whole' | 'edits';
  /** The size of a model that answers so, as people write it: `7B`. */
  readonly size: string;
  readonly ending: 'stop' | 'length';
  readonly answer: string;
  /** The block as it has to be then; `undefined` where nothing may change. */
  readonly truth: readonly string[] | undefined;
}

interface Block {
  readonly languageId: string;
  readonly line: number;
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads one half of the recorded answers. A file holds parts, each behind a line that begins with `%%%%`: blocks (`block NAME LANGUAGE
 * LINE`, then its lines, and behind lines that begin with `%%` those of the fixed block and of the document above and below it) and
 * answers (`case BLOCK FORM SIZE VERDICT NAME`; the verdict is `fixed`, `other` with a block of its own behind `%% truth`, `refuse`, or
 * `same`, where nothing is to change). Signs that editors take away are written as others: `→` a tab, `␠` a blank at an end, `␍`
 * the line end of Windows, `∅` a blank without width.
 */
export function recorded(half: 'tune' | 'judge'): RecordedAnswer[] {
  const text = readFileSync(new URL(`./${half}.txt`, import.meta.url), 'utf8');
  const blocks = new Map<string, Block>();
  return written(text)
    .split(/^%%%% /m)
    .slice(1)
    .flatMap((part) => {
      const [head = '', ...lines] = part.replace(/\n$/, '').split('\n');
      const [kind, name = '', ...words] = head.split(' ');
      const parts = partsOf(lines);
      if (kind === 'block') {
        blocks.set(name, { languageId: words[0] ?? '', line: Number(words[1]) - 1, parts });
        return [];
      }
      return [answerOf(name, blocks.get(name), words, parts)];
    });
}

function answerOf(
  name: string,
  block: Block | undefined,
  [form = '', size = '', verdict = '', ...title]: readonly string[],
  parts: Block['parts'],
): RecordedAnswer {
  if (block === undefined) throw new Error(`No block ${name}.`);
  const [asked, ending = 'stop'] = form.split('/');
  const of = (part: string) => block.parts.get(part) ?? [];
  const truths = new Map([
    ['fixed', of('fixed')],
    ['other', parts.get('truth') ?? []],
  ]);
  return {
    name: `${name}: ${title.join(' ')}`,
    languageId: block.languageId,
    above: of('above'),
    block: of(''),
    below: of('below'),
    line: block.line,
    asked: asked === 'edits' ? 'edits' : 'whole',
    size,
    ending: ending === 'length' ? 'length' : 'stop',
    answer: (parts.get('') ?? []).join('\n'),
    truth: truths.get(verdict),
  };
}

/** Lines by the name of their part: '' in front of the first. */
function partsOf(lines: readonly string[]): Map<string, string[]> {
  const parts = new Map<string, string[]>([['', []]]);
  let part = '';
  for (const line of lines) {
    const name = /^%% (\w+)$/.exec(line)?.[1];
    if (name === undefined) parts.get(part)?.push(line);
    else {
      part = name;
      parts.set(name, []);
    }
  }
  return parts;
}

const written = (text: string): string =>
  text.replaceAll('→', '\t').replaceAll('␠', ' ').replaceAll('␍', '\r').replaceAll('∅', '\u200b');
