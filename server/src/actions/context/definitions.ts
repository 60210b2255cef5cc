import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import { baseName } from '../../documents/baseName.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import { enclosingBlock } from '../../documents/enclosingBlock.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Position } from '../../documents/position.ts';
import { normalUri } from '../../documents/uri.ts';
import type { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import type { ActionTarget } from '../action.ts';
import { CONTEXT_LINES } from '../question.ts';
import { type CodeName, symbolsIn } from './symbolsIn.ts';

/** Names whose definitions are asked for. */
const MAX_SYMBOLS = 12;
/** The editor's language services may take so long for all of them; then the action goes without. */
const DEADLINE_MS = 800;
/** Lines of one definition, and characters of all. */
const MAX_DEFINITION_LINES = 16;
const MAX_CHARACTERS = 3_000;
/** Definitions found for a piece of code are kept for so long, so that the same action again asks the same. */
const KEPT_MS = 300_000;
const MAX_KEPT = 50;
/** Lines of the same document, away from the piece, that use one of its names. */
const MAX_USES = 4;
/** Lines above and below the piece that are looked at: all of a document of 2 MB would keep the event loop for 50 ms. */
const LOOKED_AT = 2_500;

export interface DefinitionTools {
  readonly documents: DocumentStore;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly clock: Clock;
  /** Reads a file that may be read; `undefined` for any other. */
  readonly readFile: (uri: string) => Promise<string | undefined>;
  /** Asks the editor where symbols are defined: `{ places: { uri, line }[][] }`, if it answers as it should. */
  readonly symbols: (
    params: { readonly uri: string; readonly positions: readonly Position[] },
    signal: AbortSignal,
  ) => Promise<unknown>;
  readonly spelt: (uri: string) => string;
}

interface Place {
  readonly uri: string;
  readonly line: number;
}

/** A definition, and the file that it is from. */
interface Piece {
  readonly uri: string;
  readonly text: string;
}

interface Kept {
  readonly at: number;
  readonly text: string;
  /** The files that some of it is from. */
  readonly files: readonly string[];
}

/** Looks up the parts of the code at hand: definitions of the names in it, by the editor's own language services, and where else those are used. */
export class Definitions {
  readonly #tools: DefinitionTools;
  readonly #kept = new Map<string, Kept>();

  constructor(tools: DefinitionTools) {
    this.#tools = tools;
  }

  /** Code with a line above each piece that names its file; '' where nothing is known. Rejects by the signal alone. */
  readonly of = async (
    document: LiveDocument,
    target: ActionTarget,
    signal: AbortSignal,
  ): Promise<string> => {
    const { clock } = this.#tools;
    const key = keyOf(document, target);
    const known = this.#kept.get(key);
    const isFresh = known !== undefined && clock.monotonic() - known.at < KEPT_MS;
    if (isFresh && (await this.#mayShow(known.files))) return known.text;
    const symbols = symbolsIn(
      document.lines,
      target.block,
      target.diagnosticLines.filter((line) => line >= target.block.first),
      MAX_SYMBOLS,
    );
    const places = await this.#places(document, symbols, signal);
    signal.throwIfAborted();
    const found = await this.#pieces(document, target, places);
    signal.throwIfAborted();
    const text = bounded([...found.map(({ text }) => text), ...usesOf(document, target, symbols)]);
    this.#kept.delete(key);
    if (this.#kept.size >= MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    const files = [...new Set(found.map(({ uri }) => uri))];
    this.#kept.set(key, { at: clock.monotonic(), text, files });
    return text;
  };

  async #places(
    { uri }: LiveDocument,
    symbols: readonly CodeName[],
    signal: AbortSignal,
  ): Promise<Place[]> {
    if (symbols.length === 0) return [];
    const { clock, symbols: ask, spelt } = this.#tools;
    const positions = symbols.map(({ position }) => position);
    const answer = await withDeadline(clock, DEADLINE_MS, (late) =>
      ask({ uri: spelt(uri), positions }, AbortSignal.any([signal, late])),
    ).catch(() => undefined);
    return placesIn(answer);
  }

  /** The text of each place that the prompt does not show anyway. */
  async #pieces(
    document: LiveDocument,
    { block }: ActionTarget,
    places: readonly Place[],
  ): Promise<Piece[]> {
    const pieces = new Map<string, Piece>();
    for (const place of places) {
      const uri = normalUri(place.uri);
      const isShown =
        uri === document.uri &&
        place.line >= block.first - CONTEXT_LINES &&
        place.line <= block.last + CONTEXT_LINES;
      if (isShown) continue;
      const lines = uri === document.uri ? document.lines : await this.#linesOf(uri);
      const piece = lines === undefined ? undefined : definitionAt(lines, place.line);
      if (piece === undefined) continue;
      pieces.set(`${uri} ${piece}`, { uri, text: `From ${baseName(uri)}:\n${piece}` });
    }
    return [...pieces.values()];
  }

  /** True if all of some files may still be sent: a list or a setting may have changed since they were read. */
  async #mayShow(files: readonly string[]): Promise<boolean> {
    for (const uri of files) if ((await this.#linesOf(uri)) === undefined) return false;
    return true;
  }

  /** The lines of a file that may be sent; open or not. */
  async #linesOf(uri: string): Promise<readonly string[] | undefined> {
    const { documents, policy, readFile } = this.#tools;
    const open = documents.get(uri);
    if (open !== undefined) return policy.exclusionOf(open) === undefined ? open.lines : undefined;
    return (await readFile(uri))?.split(/\r\n|\n|\r/);
  }
}

/** Most places of one answer that are looked at. */
const MAX_PLACES = 24;

function placesIn(answer: unknown): Place[] {
  const { places } = (answer ?? {}) as { readonly places?: unknown };
  if (!Array.isArray(places)) return [];
  return places
    .slice(0, MAX_SYMBOLS)
    .flatMap((each: unknown) => (Array.isArray(each) ? each.slice(0, 2) : []))
    .slice(0, MAX_PLACES)
    .flatMap((each: unknown) => {
      const { uri, line } = (each ?? {}) as { readonly uri?: unknown; readonly line?: unknown };
      return typeof uri === 'string' && uri.length < 4_096 && Number.isSafeInteger(line)
        ? [{ uri, line: Number(line) }]
        : [];
    });
}

/** The lines of a definition: its comment, and its beginning if it is long. */
function definitionAt(lines: readonly string[], line: number): string | undefined {
  if (lines[line]?.trim() === undefined || lines[line]?.trim() === '') return undefined;
  const { last } = enclosingBlock(lines, Math.min(line + 1, lines.length - 1));
  const end = Math.min(Math.max(line, last), line + MAX_DEFINITION_LINES - 1);
  return lines.slice(line, end + 1).join('\n');
}

/** Lines elsewhere in the document that use the first of the names: how a thing is called tells what it takes. */
function usesOf(
  { uri, lines }: LiveDocument,
  { block }: ActionTarget,
  symbols: readonly CodeName[],
): string[] {
  const names = new Set(symbols.slice(0, 3).map(({ name }) => name));
  if (names.size === 0) return [];
  const uses: string[] = [];
  const { first, end } = lookedAt(lines, block);
  for (let index = first; index < end; index++) {
    if (index >= block.first - CONTEXT_LINES && index <= block.last + CONTEXT_LINES) continue;
    const line = lines[index] ?? '';
    if (line.length > 200 || ![...names].some((name) => line.includes(name))) continue;
    if (!line.split(/[^\p{L}\p{N}_$]+/u).some((word) => names.has(word))) continue;
    uses.push(line.trim());
    if (uses.length === MAX_USES) break;
  }
  return uses.length === 0 ? [] : [`Also in ${baseName(uri)}:\n${uses.join('\n')}`];
}

/** Whole pieces, as many as there is room for. */
function bounded(pieces: readonly string[]): string {
  let length = 0;
  const fitting = pieces.filter((piece) => {
    if (length + piece.length > MAX_CHARACTERS) return false;
    length += piece.length + 2;
    return true;
  });
  return fitting.join('\n\n');
}

const lookedAt = (lines: readonly string[], { first, last }: ActionTarget['block']) => ({
  first: Math.max(0, first - LOOKED_AT),
  end: Math.min(lines.length, last + 1 + LOOKED_AT),
});

/** Stands for a piece of a document as it is, and what is around it; holds nothing of it. */
function keyOf({ uri, lines }: LiveDocument, { block, diagnostic }: ActionTarget): string {
  const { first, end } = lookedAt(lines, block);
  const hash = createHash('sha256').update(JSON.stringify([uri, block, diagnostic.message]));
  return hash.update(lines.slice(first, end).join('\n')).digest('base64');
}
