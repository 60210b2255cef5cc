import { atOnce, type Pieces } from '../../base/turns.ts';
import { DiffLines } from './diffLines.ts';
import { namesIn, unquoted } from './diffNames.ts';
import { type Hunk, isHunk, readHunk } from './hunk.ts';

/** One file of a diff. */
export interface FileChange {
  /** All that it is and was called, below the top of the repository; the present name is the last one. */
  readonly names: readonly string[];
  readonly kind: 'modified' | 'added' | 'deleted' | 'renamed' | 'copied';
  readonly is: 'file' | 'binary' | 'submodule' | 'link';
  /** The new mode of a file whose mode has changed, such as `100755`. */
  readonly mode?: string;
  readonly hunks: readonly Hunk[];
}

/** Longest line of a head that is read; a path has 4,096 bytes at most, which quotes make four times as long. */
const MAX_HEAD = 40_000;
const BEGINNING = /^diff --(?:(git)|cc|combined) (.*)$/s;
/** Written in place of a part of a diff where `diff.submodule` is `log`. */
const SUBMODULE = /^Submodule (.+) (?:[0-9a-f]{4,64}\.{2,3}[0-9a-f]{4,64}|contains )/;
/** The colors that `color.ui` set to `always` puts in. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with the escape character.
const COLORS = /\x1b\[[0-9;]*[mK]/g;

/** Files that are read; of more a message cannot tell. */
export const MAX_FILES = 5_000;
/** Files, or lines between them, that are read at once: some milliseconds. */
const HEADS_A_PIECE = 1_000;
/** UTF-16 units of which colors are taken out at once. */
const COLORED_A_PIECE = 256 * 1024;

/**
 * Reads a unified diff as git writes it, of merges, too. Linear, total: lines that belong to no file are passed over, and so is a file whose name cannot
 * be told, as nobody could say whether it may be sent. It ends behind one file more than `MAX_FILES`.
 */
export function* readDiff(text: string): Pieces<readonly FileChange[]> {
  const diff = text.startsWith('\x1b[') ? yield* withoutColors(text) : text;
  const lines = new DiffLines(diff);
  const files: FileChange[] = [];
  for (let heads = 0; !lines.isOver && files.length <= MAX_FILES; ) {
    // Of a longer one nobody knows the name.
    const head = beginsFile(lines) && lines.length <= MAX_HEAD ? lines.head(MAX_HEAD) : '';
    lines.next();
    const file = yield* fileFrom(head, lines, diff);
    if (file !== undefined) files.push(file);
    if (++heads % HEADS_A_PIECE === 0) yield;
  }
  return files;
}

/** As `readDiff`, at once. */
export const parseDiff = (text: string): readonly FileChange[] => atOnce(readDiff(text));

function* withoutColors(text: string): Pieces<string> {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from + COLORED_A_PIECE);
    const to = end === -1 ? text.length : end;
    parts.push(text.slice(from, to).replace(COLORS, ''));
    from = to;
    yield;
  }
  return parts.join('');
}

const beginsFile = (lines: DiffLines): boolean =>
  lines.startsWith('diff --') || lines.startsWith('Submodule ');

function* fileFrom(head: string, lines: DiffLines, diff: string): Pieces<FileChange | undefined> {
  const [, submodule] = SUBMODULE.exec(head) ?? [];
  if (submodule !== undefined) {
    return { names: [submodule], kind: 'modified', is: 'submodule', hunks: [] };
  }
  const [, git, first] = BEGINNING.exec(head) ?? [];
  if (first === undefined) return undefined;
  const facts = yield* readHead(lines);
  const hunks = yield* readHunks(lines, diff);
  const { from, to, mode, ...rest } = facts;
  const moved = [...from, ...to];
  const names = namesIn({ ...rest, first, isCombined: git === undefined, moved });
  if (names.length === 0) return undefined;
  const [last] = to.map(unquoted);
  return {
    names: last === undefined ? names : [...names.filter((name) => name !== last), last],
    kind: facts.kind,
    is: facts.is,
    ...(mode === undefined ? {} : { mode }),
    hunks,
  };
}

/** The lines in front of a file's hunks, as far as they say something. */
function* readHead(lines: DiffLines) {
  const sides: string[] = [];
  const from: string[] = [];
  const to: string[] = [];
  let kind: FileChange['kind'] = 'modified';
  let is: FileChange['is'] = 'file';
  let mode: string | undefined;
  let count = 0;
  for (; !lines.isOver && !isHunk(lines) && !beginsFile(lines); lines.next()) {
    if (++count % HEADS_A_PIECE === 0) yield;
    const line = lines.head(MAX_HEAD);
    const [, word = '', rest = ''] = HEAD_LINE.exec(line) ?? [];
    if (word === '---' || word === '+++') sides.push(rest);
    if (word.endsWith(' from')) from.push(rest);
    if (word.endsWith(' to')) to.push(rest);
    if (word.startsWith('rename')) kind = 'renamed';
    if (word.startsWith('copy')) kind = 'copied';
    if (word.startsWith('new file')) kind = 'added';
    if (word.startsWith('deleted')) kind = 'deleted';
    if (word === 'new mode') mode = rest.slice(0, 6);
    if (word === 'Binary files' || line === 'GIT binary patch') is = 'binary';
    if (/^(?:index|new file|deleted|new mode)/.test(word)) {
      if (/ ?160000\b/.test(rest)) is = 'submodule';
      if (/ ?120000\b/.test(rest)) is = 'link';
    }
  }
  return { sides, from, to, kind, is, mode };
}

const HEAD_LINE =
  /^(---|\+\+\+|(?:rename|copy) (?:from|to)|new file mode|deleted file mode|new mode|index|Binary files) (.*)$/s;

/** Lines between hunks belong to nothing: a log of a submodule, or what was cut. */
function* readHunks(lines: DiffLines, diff: string): Pieces<readonly Hunk[]> {
  const hunks: Hunk[] = [];
  for (let count = 1; !lines.isOver && !beginsFile(lines); count++) {
    if (count % HEADS_A_PIECE === 0) yield;
    const hunk = isHunk(lines) ? yield* readHunk(lines, diff) : undefined;
    if (hunk !== undefined) hunks.push(hunk);
    else if (!isHunk(lines)) lines.next();
  }
  return hunks;
}
