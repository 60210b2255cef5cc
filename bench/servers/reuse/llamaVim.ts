import type { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { seededRandom } from '../../../tools/random.ts';
import type { InfillBody, Layout, Place } from './layouts.ts';

/** The defaults of llama.vim. */
const PREFIX_LINES = 256;
const SUFFIX_LINES = 64;
const CHUNKS = 16;
const QUEUED = 16;
const CHUNK_LINES = 64;
const SCOPE_LINES = 1_024;
/** Lines that the cursor must have moved since chunks were last taken around it. */
const MOVED_LINES = 32;
/** In milliseconds: the ring takes one chunk a second, while nothing has been typed for three. */
const RING_UPDATE_MS = 1_000;
const RESTED_MS = 3_000;
/** A chunk that is so like a new one is dropped for it, and one so like the code around the cursor for that. */
const LIKE_ANOTHER = 0.9;
const LIKE_AROUND = 0.5;

interface Chunk {
  readonly lines: readonly string[];
  readonly filename: string;
}

/**
 * The layout of llama.vim: lines around the cursor, with the cursor's own in `prompt`, and a ring of chunks of other places
 * that the cursor was near to (rules and defaults: autoload/llama.vim of ggml-org/llama.vim, a1c8e6e, January 2026).
 */
export class LlamaVim implements Layout {
  readonly name = 'llama.vim';
  readonly #random = seededRandom(12);
  readonly #ring: Chunk[] = [];
  readonly #queued: Chunk[] = [];
  #pickedAt = Number.NEGATIVE_INFINITY;

  opened(document: LiveDocument): void {
    const middle = Math.floor(document.lines.length / 2);
    this.#pick(around(document, middle), document, true);
  }

  rested(ms: number): InfillBody | undefined {
    let body: InfillBody | undefined;
    for (let at = RESTED_MS; at <= ms; at += RING_UPDATE_MS) {
      const next = this.#queued.shift();
      if (next === undefined) return body;
      if (this.#ring.length === CHUNKS) this.#ring.shift();
      this.#ring.push(next);
      body = { input_prefix: '', input_suffix: '', input_extra: this.#extra(), prompt: '' };
    }
    return body;
  }

  bodyAt({ document, line, character }: Place): InfillBody {
    const { lines } = document;
    const current = lines[line] ?? '';
    const isBlank = current.trim() === '';
    this.#dropAlike(this.#some(around(document, line)));
    const body = {
      input_prefix: `${lines.slice(Math.max(0, line - PREFIX_LINES), line).join('\n')}\n`,
      input_suffix: `${isBlank ? '' : current.slice(character)}\n${lines
        .slice(line + 1, line + 1 + SUFFIX_LINES)
        .join('\n')}\n`,
      input_extra: this.#extra(),
      prompt: isBlank ? '' : current.slice(0, character),
    };
    this.#pickAround(document, line);
    return body;
  }

  /** Code before and behind what a prompt holds, where the cursor has moved far. */
  #pickAround(document: LiveDocument, line: number): void {
    if (Math.abs(line - this.#pickedAt) <= MOVED_LINES) return;
    this.#pickedAt = line;
    const { lines } = document;
    const before = lines.slice(
      Math.max(0, line - SCOPE_LINES),
      Math.max(0, line - PREFIX_LINES) + 1,
    );
    this.#pick(before, document, false);
    this.#pick(
      lines.slice(line + SUFFIX_LINES, line + SUFFIX_LINES + CHUNK_LINES + 1),
      document,
      false,
    );
  }

  #pick(lines: readonly string[], { uri }: LiveDocument, isEvicting: boolean): void {
    if (lines.length < 3) return;
    const chunk = { lines: this.#some(lines), filename: uri.slice(uri.lastIndexOf('/') + 1) };
    const all = [...this.#ring, ...this.#queued];
    if (all.some((each) => each.lines.join('\n') === chunk.lines.join('\n'))) return;
    for (const kept of [this.#queued, this.#ring]) {
      for (const each of [...kept]) {
        if (likeness(each.lines, chunk.lines) <= LIKE_ANOTHER) continue;
        if (!isEvicting) return;
        kept.splice(kept.indexOf(each), 1);
      }
    }
    if (this.#queued.length === QUEUED) this.#queued.shift();
    this.#queued.push(chunk);
  }

  /** Half a chunk of lines, from somewhere among them, where they are more than one. */
  #some(lines: readonly string[]): readonly string[] {
    if (lines.length + 1 < CHUNK_LINES) return lines;
    const most = Math.max(0, lines.length - CHUNK_LINES / 2);
    const from = Math.floor(this.#random() * (most + 1));
    return lines.slice(from, from + CHUNK_LINES / 2 + 1);
  }

  #dropAlike(lines: readonly string[]): void {
    for (const each of [...this.#ring]) {
      if (likeness(each.lines, lines) > LIKE_AROUND) this.#ring.splice(this.#ring.indexOf(each), 1);
    }
  }

  #extra(): InfillBody['input_extra'] {
    return this.#ring.map(({ lines, filename }) => ({ filename, text: `${lines.join('\n')}\n` }));
  }
}

const around = ({ lines }: LiveDocument, line: number): readonly string[] =>
  lines.slice(Math.max(0, line - CHUNK_LINES / 2), line + CHUNK_LINES / 2 + 1);

/** Twice the words that two texts share, of the words of both. */
function likeness(one: readonly string[], other: readonly string[]): number {
  const words = (lines: readonly string[]) => lines.join('\n').split(/\W+/);
  const [first, second] = [words(one), words(other)];
  const known = new Set(first);
  const shared = second.filter((word) => known.has(word)).length;
  const all = first.length + second.length;
  return all === 0 ? 1 : (2 * shared) / all;
}
