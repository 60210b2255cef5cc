import type { Observer } from '../base/observer.ts';
import { KNOBS, type KnobName, LEAVE_REASONS, type TuningEntry } from '../protocol/tuning.ts';
import type { TuningEvent } from './events.ts';
import { bounded, isKnobName } from './knobTable.ts';

/** Entries that are kept; the oldest go first. */
const MAX_ENTRIES = 100;
/** Most bytes of the file that are read. */
export const MAX_BYTES = 64 * 1024;
/** A knob is left alone for so long after a value was given up, */
export const FROZEN_MS = 3_600_000;
/** and after the user has undone it. */
export const UNDONE_MS = 7 * 24 * 3_600_000;
/** A window that has not said for so long that it tunes does not any more: two rounds and a bit. */
export const LEASE_MS = 11 * 60_000;

/** A name of a window is no longer; a file that holds a longer one would grow beyond what is read. */
const MAX_HOLDER = 100;

/** The place of the journal. */
export interface JournalFile {
  readonly read: () => string | undefined;
  /** Returns whether that was possible. */
  readonly write: (text: string) => boolean;
}

/** A change that is not proven yet. */
export interface OpenChange {
  readonly knob: KnobName;
  readonly from: number;
  readonly to: number;
}

interface Contents {
  /** Values that have proved right. */
  readonly sound: ReadonlyMap<KnobName, number>;
  /** Until when knobs are left alone, epoch milliseconds. */
  readonly frozen: ReadonlyMap<KnobName, number>;
  readonly open: OpenChange | undefined;
  /** Which window tunes, and until when that holds. */
  readonly lease: { readonly holder: string; readonly until: number } | undefined;
  /** The newest last. */
  readonly entries: readonly TuningEntry[];
}

/**
 * The record of tuning, which outlives the process: values that have proved right, what was tried, on what evidence, and what came of
 * it. It holds no text but names of ours. A file that cannot be read is an empty one; every value is within its knob's bounds.
 * One window at a time tunes; the others take over what it has found.
 */
export class Journal {
  readonly #file: JournalFile;
  readonly #holder: string;
  readonly #now: () => number;
  readonly #observe: Observer<TuningEvent>;
  #contents: Contents = contentsOf({});
  #isWritten = true;

  /** `holder` names this window; `now` is epoch milliseconds. */
  constructor(
    file: JournalFile,
    holder: string,
    now: () => number,
    observe: Observer<TuningEvent> = ignored,
  ) {
    this.#observe = observe;
    this.#file = file;
    this.#holder = holder;
    this.#now = now;
    this.#contents = this.#read();
  }

  get sound(): ReadonlyMap<KnobName, number> {
    return this.#contents.sound;
  }

  get entries(): readonly TuningEntry[] {
    return this.#contents.entries;
  }

  /** Milliseconds for which a knob is left alone yet. */
  frozenMs(knob: KnobName): number {
    const leftMs = (this.#contents.frozen.get(knob) ?? 0) - this.#now();
    return leftMs > UNDONE_MS ? 0 : Math.max(0, leftMs);
  }

  /**
   * Tunes from now on, unless another window does; says whether. A change that this finds open was begun by a process that did not
   * end it: it is given up.
   */
  hold(): boolean {
    const contents = this.#isWritten ? this.#read() : this.#contents;
    const { lease, open } = contents;
    const isOwn = lease?.holder === this.#holder;
    const leftMs = (lease?.until ?? 0) - this.#now();
    // One that holds for longer than any does was written by another clock.
    const isElsewhere = lease !== undefined && !isOwn && leftMs > 0 && leftMs <= LEASE_MS;
    this.#contents = contents;
    if (isElsewhere) return false;
    const crashed = isOwn ? undefined : open;
    const until = this.#now() + LEASE_MS;
    this.#write(() => ({ lease: { holder: this.#holder, until } }));
    if (crashed !== undefined) {
      this.close();
      this.freeze(crashed.knob, FROZEN_MS);
      this.add({ ...crashed, what: 'left', by: 'live', samples: 0, gain: 0, reason: 'crashed' });
    }
    return true;
  }

  /** Lets other windows tune. */
  release(): void {
    const { lease } = this.#read();
    if (lease?.holder === this.#holder) this.#write(() => ({ lease: undefined }));
  }

  /** A change begins. */
  open(change: OpenChange): void {
    this.#write(() => ({ open: change }));
  }

  /** The change that was open has ended; `sound` is the value that has proved right, if it has. */
  close(sound?: { readonly knob: KnobName; readonly value: number }): void {
    this.#write((contents) => {
      const values = new Map(contents.sound);
      if (sound !== undefined) values.set(sound.knob, sound.value);
      return { open: undefined, sound: values };
    });
  }

  /** A knob has no tuned value any more. */
  forget(knob: KnobName): void {
    this.#write(({ sound }) => ({ sound: new Map([...sound].filter(([each]) => each !== knob)) }));
  }

  freeze(knob: KnobName, ms: number): void {
    const until = this.#now() + ms;
    this.#write(({ frozen }) => ({ frozen: new Map(frozen).set(knob, until) }));
  }

  add(entry: Omit<TuningEntry, 'at'>): void {
    this.#observe({ kind: 'tuned', knob: entry.knob, what: entry.what });
    const told = { at: this.#now(), ...entry };
    this.#write(({ entries }) => ({ entries: [...entries, told].slice(-MAX_ENTRIES) }));
  }

  /** Other windows write there, too. Where nothing can be written, what is in memory holds. */
  #write(changes: (contents: Contents) => Partial<Contents>): void {
    const contents = this.#isWritten ? this.#read() : this.#contents;
    this.#contents = { ...contents, ...changes(contents) };
    const { sound, frozen, open, lease, entries } = this.#contents;
    const lists = { sound: Object.fromEntries(sound), frozen: Object.fromEntries(frozen) };
    this.#isWritten = this.#file.write(JSON.stringify({ ...lists, open, lease, entries }));
  }

  #read(): Contents {
    try {
      return contentsOf(JSON.parse(this.#file.read() ?? '{}'));
    } catch {
      // Another window is writing it, or could not end that: what was read before holds.
      return this.#contents;
    }
  }
}

const ignored = (): undefined => undefined;

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {};

function contentsOf(raw: unknown): Contents {
  const { sound, frozen, open, lease, entries } = membersOf(raw);
  const { holder, until } = membersOf(lease);
  const isLease = typeof holder === 'string' && holder.length <= MAX_HOLDER && isNumber(until);
  const list = Array.isArray(entries) ? entries.slice(-MAX_ENTRIES) : [];
  return {
    sound: new Map(numbersOf(sound).map(([name, value]) => [name, bounded(name, value)])),
    frozen: new Map(numbersOf(frozen)),
    open: changeOf(open),
    lease: isLease ? { holder, until } : undefined,
    entries: list.flatMap((each) => entryOf(each) ?? []),
  };
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function numbersOf(raw: unknown): [KnobName, number][] {
  const members = membersOf(raw);
  return KNOBS.flatMap((name): [KnobName, number][] => {
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    return isNumber(value) ? [[name, value]] : [];
  });
}

function changeOf(raw: unknown): OpenChange | undefined {
  const { knob, from, to } = membersOf(raw);
  if (!isKnobName(knob) || !isNumber(from) || !isNumber(to)) return undefined;
  return { knob, from: bounded(knob, from), to: bounded(knob, to) };
}

function entryOf(raw: unknown): TuningEntry | undefined {
  const { at, what, by, samples, gain, reason } = membersOf(raw);
  const change = changeOf(raw);
  const numbers = [at, samples, gain];
  if (change === undefined || !numbers.every(isNumber)) return undefined;
  const [when, count, share] = numbers as [number, number, number];
  const done = (['moved', 'kept', 'left'] as const).find((each) => each === what);
  const judge = (['ghosts', 'live', 'user'] as const).find((each) => each === by);
  if (done === undefined || judge === undefined) return undefined;
  const why = LEAVE_REASONS.find((each) => each === reason);
  const told = { at: when, ...change, what: done, by: judge, samples: count, gain: share };
  return why === undefined ? told : { ...told, reason: why };
}
