import { dirname } from 'node:path';
import type { SharingSettings } from '../../privacy/sharingPolicy.ts';
import { readSource } from '../../privacy/sourceFiles.ts';
import { type Candidate, type FileBudget, inFairOrder, MAX_FILE_BYTES } from './fileShares.ts';
import { type DiskPolicy, Folder, listFolders } from './folderTree.ts';

export interface CollectOptions extends FileBudget {
  readonly folders: readonly string[];
  readonly sharing: SharingSettings;
}

export interface CollectedFile {
  readonly path: string;
  readonly text: string;
}

/** Entries of folders that are looked at, so that a huge workspace costs no more than a large one. */
const MAX_ENTRIES = 50_000;
/** Files that turn out to be no sources cost time, too: of all that is read the budget is at least a half. */
const MOST_READ = 2;
/** Lines that are longer on average are generated, or data. */
const MAX_MEAN_LINE = 200;
/** A line that is longer is data within a source: a picture, a table, a bundle. */
const MAX_LINE = 20_000;

/**
 * The text files of the workspace that are worth learning from, and that the policy allows to be learnt, as many as the budget
 * allows. `fileShares.ts` says which. They come in the order in which they are to be learnt, what is worth most last, for
 * what was learnt last is looked at first: data, texts, code, each by depth and path. Behind them come others in place of those
 * that turned out to be no sources. Unreadable folders and files are passed over.
 */
export function* collectFiles(
  options: CollectOptions,
  policy: DiskPolicy,
): Generator<CollectedFile, void, void> {
  const folders = listFolders(options.folders, policy, MAX_ENTRIES);
  const reader = new Reader(policy, options);
  const candidates = inFairOrder(folders, policy, options);
  const chosen = takeWithin(candidates, options);
  for (const candidate of chosen.sort(byWorth)) yield* reader.read(candidate);
  for (const candidate of candidates) {
    if (!reader.mayRead(candidate)) return;
    yield* reader.read(candidate);
  }
}

/** The files of one folder by the same rules, within a budget of their own; without those that are known. */
export function* collectBeside(
  path: string,
  policy: DiskPolicy,
  budget: FileBudget,
  isKnown: (path: string) => boolean,
): Generator<CollectedFile, void, void> {
  const folder = new Folder(path, 0, policy);
  folder.next();
  const reader = new Reader(policy, budget);
  for (const candidate of inFairOrder([folder], policy, budget)) {
    if (isKnown(candidate.path)) continue;
    if (!reader.mayRead(candidate)) return;
    yield* reader.read(candidate);
  }
}

/** Takes candidates while they fit. */
function takeWithin(candidates: Iterator<Candidate>, { maxFiles, maxBytes }: FileBudget) {
  const taken = new Map<string, Candidate>();
  for (let bytes = 0; taken.size < maxFiles; ) {
    const { value, done } = candidates.next();
    if (done || value === undefined) break;
    bytes += taken.has(value.path) ? 0 : value.size;
    if (bytes > maxBytes) break;
    taken.set(value.path, value);
  }
  return [...taken.values()];
}

/** Reads files within a budget, each once. */
class Reader {
  readonly #policy: DiskPolicy;
  readonly #budget: FileBudget;
  // One buffer for all: thousands of large ones, one after the other, would leave the process's memory in pieces.
  readonly #buffer = Buffer.allocUnsafe(MAX_FILE_BYTES + 1);
  readonly #seen = new Set<string>();
  #files = 0;
  #bytes = 0;
  #bytesRead = 0;

  constructor(policy: DiskPolicy, budget: FileBudget) {
    this.#policy = policy;
    this.#budget = budget;
  }

  /** False once so much was learnt, or read in vain, that this one is not to be read any more. */
  mayRead({ size }: Candidate): boolean {
    const { maxFiles, maxBytes } = this.#budget;
    const isRoom = this.#files < maxFiles && this.#bytes + size <= maxBytes;
    return (
      isRoom &&
      this.#seen.size < MOST_READ * maxFiles &&
      this.#bytesRead + size <= MOST_READ * maxBytes
    );
  }

  *read({ path, size }: Candidate): Generator<CollectedFile, void, void> {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    this.#bytesRead += size;
    const text = readSource(this.#policy, path, this.#buffer);
    if (text === undefined || !isWritten(text)) return;
    this.#files++;
    this.#bytes += size;
    yield { path, text };
  }
}

/** Compares in the order of learning: the more a kind is worth, the later it comes; within a kind shallow ones first, then by folder and name. */
function byWorth(one: Candidate, other: Candidate): number {
  if (one.kind !== other.kind) return other.kind - one.kind;
  if (one.depth !== other.depth) return one.depth - other.depth;
  const [folder, otherFolder] = [dirname(one.path), dirname(other.path)];
  if (folder !== otherFolder) return folder < otherFolder ? -1 : 1;
  return one.path < other.path ? -1 : 1;
}

/** False for what a program wrote: a text of long lines. */
function isWritten(text: string): boolean {
  let lines = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    if (end - start > MAX_LINE) return false;
    lines++;
    start = end + 1;
  }
  return text.length - start <= MAX_LINE && text.length > 0 && text.length / lines <= MAX_MEAN_LINE;
}
