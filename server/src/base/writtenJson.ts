import type { Canonical } from './digest.ts';
import type { Pieces } from './turns.ts';

/** Characters that are written in one go, and what any value counts for at least. */
const PIECE = 64 * 1024;
const VALUE = 16;

type Members = { readonly [member: string]: Canonical };

/** An object as `JSON.stringify` writes it, in pieces of about `size` characters, which take some milliseconds. */
export function* writtenJson(members: Members, size = PIECE): Pieces<string> {
  const writer = new JsonWriter(size);
  yield* writer.write(members);
  return writer.json;
}

class JsonWriter {
  readonly #size: number;
  readonly #pieces: string[] = [];
  /** Values of more than a piece: looked at once, and not for each value that it stands in. */
  readonly #large = new Set<Canonical>();

  constructor(size: number) {
    this.#size = size;
  }

  get json(): string {
    return this.#pieces.join('');
  }

  /** Writes what is more than a piece, alone or with its name. */
  *write(value: Canonical): Pieces<void> {
    if (typeof value === 'string') yield* this.#writeText(value);
    else if (isList(value)) yield* this.#writeItems(value);
    else if (isMembers(value)) yield* this.#writeMembers(value);
    else this.#pieces.push(written(value ?? null));
  }

  *#writeText(text: string): Pieces<void> {
    this.#pieces.push('"');
    for (let from = 0; from < text.length; ) {
      const end = from + this.#size;
      // Both halves of a character are written together.
      const to = isCharacter(text, end - 1) ? end + 1 : end;
      this.#pieces.push(inner(text.slice(from, to)));
      from = to;
      yield;
    }
    this.#pieces.push('"');
  }

  *#writeMembers(members: Members): Pieces<void> {
    const names = Object.keys(members).filter((name) => members[name] !== undefined);
    yield* this.#writeItems(
      names.map((name) => members[name]),
      names,
    );
  }

  /** Writes a list, or members with their names: as many at once as make a piece. */
  *#writeItems(values: readonly Canonical[], names?: readonly string[]): Pieces<void> {
    this.#pieces.push(names === undefined ? '[' : '{');
    let [from, room] = [0, this.#size];
    for (const [at, value] of values.entries()) {
      const size = this.#sizeOf(value) + (names?.[at]?.length ?? 0);
      room -= size;
      if (room >= 0) continue;
      this.#writeSome(values.slice(from, at), from, names);
      yield;
      from = at;
      room = this.#size - size;
      if (room >= 0) continue;
      this.#pieces.push(at > 0 ? ',' : '', names === undefined ? '' : `${written(names[at])}:`);
      yield* this.write(value);
      from = at + 1;
      room = this.#size;
    }
    this.#writeSome(values.slice(from), from, names);
    this.#pieces.push(names === undefined ? ']' : '}');
  }

  #writeSome(values: readonly Canonical[], from: number, names?: readonly string[]): void {
    if (values.length === 0) return;
    if (from > 0) this.#pieces.push(',');
    if (names === undefined) this.#pieces.push(inner(values));
    else {
      const members = values.map((value, at) => `${written(names[from + at])}:${written(value)}`);
      this.#pieces.push(members.join(','));
    }
  }

  /** In characters, about; without end for more than a piece. */
  #sizeOf(value: Canonical): number {
    if (typeof value === 'string') return VALUE + value.length;
    if (!isList(value) && !isMembers(value)) return VALUE;
    if (this.#large.has(value)) return Number.POSITIVE_INFINITY;
    const names = isList(value) ? undefined : Object.keys(value);
    const members = isList(value) ? value : (names?.map((name) => value[name]) ?? []);
    let size = VALUE;
    for (const [at, member] of members.entries()) {
      size += this.#sizeOf(member) + (names?.[at]?.length ?? 0);
      if (size <= this.#size) continue;
      this.#large.add(value);
      return Number.POSITIVE_INFINITY;
    }
    return size;
  }
}

const written = (value: Canonical): string => JSON.stringify(value);

/** Without its quotes or brackets. */
const inner = (value: string | readonly Canonical[]): string => JSON.stringify(value).slice(1, -1);

/** True where a character of two halves begins. */
const isCharacter = (text: string, at: number): boolean => (text.codePointAt(at) ?? 0) > 0xffff;

const isList = (value: Canonical): value is readonly Canonical[] => Array.isArray(value);
const isMembers = (value: Canonical): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
