import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  opendirSync,
  openSync,
  readSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Permissions of a group and of others. */
const OTHERS = 0o077;
/** Setuid, setgid and sticky: somebody shares such a folder on purpose. */
const SHARED_ON_PURPOSE = 0o7000;
/** Every file that the server writes. */
const OURS =
  /^(?:(?:answers|metrics|budgets|usage)\.sqlite(?:-wal|-shm|-journal|\.corrupt)?|cache\.key|asked\.json|facts\.json|tuning\.json)$/;
/** Links are not followed, and nobody waits at a pipe. Windows has neither flag. */
const CAREFULLY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** There is something at a path that is no regular file of a size that we would have written. Names no path. */
export class UnusableFileError extends Error {
  constructor() {
    super('Something that is no file of Aurelis is in its place');
    this.name = 'UnusableFileError';
  }
}

/**
 * Makes a folder that only its owner can enter. One that was there is closed to others if it holds nothing but files of ours.
 * Throws where there can be no folder.
 */
export function privateFolder(folder: string): void {
  makeFolder(folder);
  const { mode, uid } = lstatSync(folder);
  const isOpen = (mode & OTHERS) !== 0 && (mode & SHARED_ON_PURPOSE) === 0;
  if (isOpen && isOwn(uid) && holdsOnlyOurs(folder)) attempt(() => chmodSync(folder, FOLDER_MODE));
}

/**
 * Sees to it that a regular file that only its owner can read is at a path, empty if there was none, so that a library that opens
 * it by name finds it there. Throws `UnusableFileError` for a link, pipe, device or folder, and for a file of more than
 * `maxBytes`. A file that is there is not opened: to close it would end SQLite's locks of this process (POSIX.1, `fcntl`).
 */
export function privateFile(path: string, maxBytes: number): void {
  privateFolder(dirname(path));
  if (isUsable(path, maxBytes)) return;
  const { O_CREAT, O_EXCL, O_RDWR } = constants;
  try {
    closeSync(openSync(path, O_CREAT | O_EXCL | O_RDWR | CAREFULLY, FILE_MODE));
  } catch (error) {
    // Another process was first.
    if (!isUsable(path, maxBytes)) throw error;
  }
}

/** True for a file that is there and may be used, which is closed to others; false if there is none. Throws `UnusableFileError`. */
export function isUsable(path: string, maxBytes: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isFile() || found.size > maxBytes) throw new UnusableFileError();
  if (isOpenToOthers(found)) attempt(() => chmodSync(path, FILE_MODE));
  return true;
}

/** The text of a small regular file; `undefined` where there is none, or something else, or more than `maxBytes`. */
export function readSmallFile(path: string, maxBytes: number): string | undefined {
  return withFile(path, constants.O_RDONLY, (file, { size }) => {
    if (size > maxBytes) return undefined;
    const bytes = Buffer.alloc(maxBytes + 1);
    const length = readSync(file, bytes, 0, bytes.length, 0);
    return length > maxBytes ? undefined : bytes.toString('utf8', 0, length);
  });
}

/** Writes a small file that only its owner can read. Returns whether that was possible: not through a link, nor into a pipe. */
export function writeSmallFile(path: string, text: string): boolean {
  const written = withFile(path, constants.O_WRONLY | constants.O_CREAT, (file, stats) => {
    if (isOpenToOthers(stats)) attempt(() => fchmodSync(file, FILE_MODE));
    ftruncateSync(file);
    writeFileSync(file, text);
    return true;
  });
  return written === true;
}

/** Makes a folder and those above it. Node's own way to do so never ends below `/proc` (`ENOENT`, though the parent is there). */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  let at = folder;
  while (lstatSync(at, { throwIfNoEntry: false }) === undefined && dirname(at) !== at) {
    missing.push(at);
    at = dirname(at);
  }
  for (const each of missing.reverse()) {
    try {
      mkdirSync(each, { mode: FOLDER_MODE });
    } catch (error) {
      // Another process may have been first.
      if (lstatSync(each, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
    }
  }
}

function withFile<Result>(
  path: string,
  flags: number,
  use: (file: number, stats: Stats) => Result,
): Result | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, flags | CAREFULLY, FILE_MODE);
    const stats = fstatSync(file);
    return stats.isFile() ? use(file, stats) : undefined;
  } catch {
    // Not there, not ours, or a full disk: the caller goes on without.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** An empty folder is held to be ours, too. */
function holdsOnlyOurs(folder: string): boolean {
  const entries = opendirSync(folder);
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      if (!OURS.test(entry.name)) return false;
    }
    return true;
  } finally {
    entries.closeSync();
  }
}

const isOpenToOthers = ({ mode, uid }: Stats): boolean => (mode & OTHERS) !== 0 && isOwn(uid);

/** Windows has no owners of this kind, and its folders for users are closed. */
const isOwn = (uid: number): boolean => uid === process.getuid?.();

/** Some file systems keep no permissions: the file is as safe there as they are. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // See above.
  }
}
