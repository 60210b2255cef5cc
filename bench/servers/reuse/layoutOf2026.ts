import {
  type Block,
  Blocks,
  textOf,
  wordsOf,
} from '../../../server/src/completion/context/blocks.ts';
import { Said } from '../../../server/src/completion/context/said.ts';
import type { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import type { InfillBody, Layout, Place } from './layouts.ts';

/** The windows of the tree of 2026-11-26: lines, steps in which they move, and characters. */
const PREFIX = { lines: 96, length: 8_000 };
const SUFFIX = { lines: 32, length: 3_000 };
const STEP_LINES = 32;
/** Its snippets. */
const SNIPPETS = { count: 4, length: 4_000, leastScore: 0.15, linesAbove: 30, linesBelow: 8 };
const IMPORTED_FACTOR = 1.5;

/**
 * The layout of the product as it was before prompts were kept warm, frozen: a window of lines before the cursor with the
 * cursor's own line at its end, all of the lines behind it in a window, and the blocks of other files that share most words with what stands
 * around, ranked anew each time.
 */
export class LayoutOf2026 implements Layout {
  readonly name = 'as of 2026-11-26';
  readonly #blocks = new Blocks();

  bodyAt(place: Place): InfillBody {
    const { prefix, suffix } = windowsAt(place);
    const above = prefix.slice(0, prefix.lastIndexOf('\n') + 1);
    const below = suffix.includes('\n') ? suffix.slice(suffix.indexOf('\n')) : '';
    return {
      input_prefix: prefix,
      input_suffix: suffix,
      input_extra: this.#snippets(place, [above, below]),
      prompt: '',
    };
  }

  #snippets({ document, line, imported, open }: Place, told: readonly string[]) {
    const own = new Set(this.#blocks.of(document).map(({ print }) => print));
    const factors = new Map<LiveDocument, number>();
    for (const each of open) factors.set(each, 1);
    for (const each of imported) {
      const newest = open.find(({ uri }) => uri === each.uri) ?? each;
      factors.set(newest, IMPORTED_FACTOR);
    }
    const ranked = [...factors].flatMap(([each, factor]) =>
      this.#blocks
        .of(each)
        .filter(({ print }) => !own.has(print))
        .map((block) => ({ document: each, block, factor })),
    );
    const { lines } = document;
    const around = [
      ...lines.slice(Math.max(0, line - SNIPPETS.linesAbove), line),
      ...lines.slice(line + 1, line + 1 + SNIPPETS.linesBelow),
    ];
    return best(ranked, wordsOf(around.join('\n')), told);
  }
}

function windowsAt({ document: { lines }, line, character }: Place) {
  const current = lines[line] ?? '';
  const from = Math.max(0, Math.floor((line - PREFIX.lines) / STEP_LINES) * STEP_LINES);
  let first = from;
  const before = (start: number) =>
    [...lines.slice(start, line), current.slice(0, character)].join('\n');
  while (first < line && before(first).length > PREFIX.length) first += STEP_LINES;
  const end = Math.ceil((line + SUFFIX.lines) / STEP_LINES) * STEP_LINES;
  const behind = [current.slice(character), ...lines.slice(line + 1, end)].join('\n');
  return {
    prefix: before(Math.min(first, line)).slice(-PREFIX.length),
    suffix: behind.slice(0, SUFFIX.length),
  };
}

interface Ranked {
  readonly document: LiveDocument;
  readonly block: Block;
  readonly factor: number;
}

function best(ranked: readonly Ranked[], words: ReadonlySet<string>, told: readonly string[]) {
  const occurrences = new Map<string, number>();
  for (const { block } of ranked) {
    for (const word of block.words) occurrences.set(word, (occurrences.get(word) ?? 0) + 1);
  }
  const weight = (some: Iterable<string>) => {
    let sum = 0;
    for (const word of some) sum += Math.log(1 + ranked.length / (occurrences.get(word) ?? 1));
    return sum;
  };
  const wanted = new Set([...words].filter((word) => occurrences.has(word)));
  const scored = ranked.map((each) => {
    const shared = [...each.block.words].filter((word) => wanted.has(word));
    const norm = Math.sqrt(weight(each.block.words) * weight(wanted) + 1);
    return { ...each, score: (each.factor * weight(shared)) / norm };
  });
  scored.sort((one, other) => other.score - one.score);
  const said = new Said();
  for (const text of told) said.add(text);
  const chosen: { filename: string; text: string }[] = [];
  let left = SNIPPETS.length;
  for (const { document, block, score } of scored) {
    if (score < SNIPPETS.leastScore || chosen.length === SNIPPETS.count) break;
    const text = textOf(document, block);
    if (text.length > left || said.holds(text)) continue;
    left -= text.length;
    said.add(text);
    chosen.push({ filename: document.uri.slice(document.uri.lastIndexOf('/') + 1), text });
  }
  return chosen.reverse();
}
