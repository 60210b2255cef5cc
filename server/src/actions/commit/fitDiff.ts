import { atOnce, type Pieces } from '../../base/turns.ts';
import type { FileChange } from './diff.ts';
import { fitHunks } from './fitHunks.ts';
import { isGenerated } from './generated.ts';
import { fairShares } from './shares.ts';

/** Longest name that is shown: the end of a longer one tells most. */
const MAX_NAME = 200;
/** Most that is shown of a file that is gone. */
const MAX_DELETED = 2_000;
/** Room for the line about files that have no room at all. */
const REST = 40;
/** Files that are looked through at once: some milliseconds. */
const FILES_A_PIECE = 50;

/**
 * The changes of a commit in at most `room` UTF-16 units: a line for every file, then the hunks of those that people write, the smallest files first. Lines are
 * left out only whole, and it says where.
 */
export function* fittedDiff(files: readonly FileChange[], room: number): Pieces<string> {
  // Each line is counted with a line end, which the last one has not.
  const most = room + 1;
  const all: Headed[] = [];
  for (const file of files) {
    const isTold = file.is !== 'binary' && !isGenerated(file);
    all.push({ file, isTold, head: headOf(file, isTold) });
    if (all.length % FILES_A_PIECE === 0) yield;
  }
  const sizes = all.reduce((sum, { head }) => sum + head.length + 1, 0);
  const shown = sizes <= most ? all : begun(all, most - REST);
  const needs = shown.map(({ file, isTold }) => (isTold ? needOf(file) : 0));
  const taken = shown.reduce((sum, { head }) => sum + head.length + 1, 0);
  const shares = fairShares(needs, most - taken - (shown.length < all.length ? REST : 0));
  const parts: string[] = [];
  for (const { file, head } of shown) {
    const share = shares[parts.length] ?? 0;
    parts.push(share === 0 ? head : head + fitHunks(file.hunks, share));
    if (parts.length % FILES_A_PIECE === 0) yield;
  }
  const rest = all.length - shown.length;
  return [...parts, ...(rest > 0 ? [`=== and ${rest} more`] : [])].join('\n');
}

/** As `fittedDiff`, at once. */
export const fitDiff = (files: readonly FileChange[], room: number): string =>
  atOnce(fittedDiff(files, room));

interface Headed {
  readonly file: FileChange;
  /** Whether its lines are shown, too. */
  readonly isTold: boolean;
  readonly head: string;
}

function begun(all: readonly Headed[], room: number): readonly Headed[] {
  let left = room;
  const end = all.findIndex(({ head }) => {
    left -= head.length + 1;
    return left < 0;
  });
  return all.slice(0, end === -1 ? all.length : end);
}

function needOf({ kind, hunks }: FileChange): number {
  const length = hunks.reduce((total, { text }) => total + text.length + 1, 0);
  return kind === 'deleted' ? Math.min(length, MAX_DELETED) : length;
}

/** One line about a file: its name, and in brackets how it has changed. */
function headOf({ names, kind, is, mode, hunks }: FileChange, isTold: boolean): string {
  const [added, removed] = [sum(hunks, 'added'), sum(hunks, 'removed')];
  const isMoved = kind === 'renamed' || kind === 'copied';
  const facts = [
    isMoved ? `${kind} from ${shownName(names.at(-2) ?? '')}` : kind,
    ...(is === 'file' ? [] : [WORDS[is]]),
    ...(mode === undefined ? [] : [`mode ${mode}`]),
    ...(hunks.length === 0 ? [] : [`+${added} -${removed}`]),
    ...(hunks.length > 0 && !isTold ? ['generated, lines not shown'] : []),
  ];
  return `=== ${shownName(names.at(-1) ?? '')} (${facts.join(', ')})`;
}

const WORDS = { binary: 'binary', submodule: 'submodule', link: 'symbolic link' } as const;

const sum = (hunks: FileChange['hunks'], what: 'added' | 'removed'): number =>
  hunks.reduce((total, hunk) => total + hunk[what], 0);

/** A name on one line. */
function shownName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '?');
  return line.length > MAX_NAME ? `…${line.slice(1 - MAX_NAME).replace(/^\p{Cs}/u, '')}` : line;
}
