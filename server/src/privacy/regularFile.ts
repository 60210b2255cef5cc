import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/** The content of a file, or why there is none: `unreadable` is a file that is too large, or not ours to read. */
type Read<Content> = Content | { readonly kind: 'missing' } | { readonly kind: 'unreadable' };

/** The bytes lie in the buffer that was given, and are others once that is used again. */
export type FileBytes = Read<{ readonly kind: 'bytes'; readonly bytes: Buffer }>;
export type FileText = Read<{ readonly kind: 'text'; readonly text: string }>;

// Windows knows neither of the last two; a link that is put in place of the file meanwhile is not followed.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Reads a regular file of at most `buffer.length - 1` bytes. Pipes, devices, folders and links are `missing`, without a wait;
 * a file without an end is given up where the buffer is full. Never throws.
 */
export function readRegularBytes(path: string, buffer: Buffer): FileBytes {
  let file: number;
  try {
    file = openSync(path, FLAGS);
  } catch (error) {
    const isLocked = ['EACCES', 'EPERM', 'EBUSY'].includes(
      (error as NodeJS.ErrnoException).code ?? '',
    );
    return { kind: isLocked ? 'unreadable' : 'missing' };
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return { kind: 'missing' };
    if (stats.size >= buffer.length) return { kind: 'unreadable' };
    const length = fill(file, buffer);
    if (length === buffer.length) return { kind: 'unreadable' };
    return { kind: 'bytes', bytes: buffer.subarray(0, length) };
  } catch {
    // It broke while it was read.
    return { kind: 'unreadable' };
  } finally {
    closeSync(file);
  }
}

/** Reads a regular file as text, as `readRegularBytes` does; what is no UTF-8 in it is replaced. */
export function readRegularFile(path: string, buffer: Buffer): FileText {
  const read = readRegularBytes(path, buffer);
  return read.kind === 'bytes' ? { kind: 'text', text: read.bytes.toString('utf8') } : read;
}

function fill(file: number, buffer: Buffer): number {
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(file, buffer, length, buffer.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
}

/** Where a path leads once every link on it is followed; `undefined` if it leads nowhere. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    // Not there, not ours to see, or links in a circle.
    return undefined;
  }
}

/** The same of a file that may not be there yet: links of the nearest folder above it that is there are followed. */
export function realPathToBe(path: string): string | undefined {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const real = realPath(at);
    if (real !== undefined) return join(real, ...missing.reverse());
    // A drive that is not there.
    if (dirname(at) === at) return undefined;
    missing.push(basename(at));
  }
}

/** True if a path is a folder's, or lies in it; both are absolute and normal. */
export function isInside(path: string, folder: string): boolean {
  const [one, other] = [comparable(path), comparable(folder)];
  return one === other || one.startsWith(other.endsWith(sep) ? other : other + sep);
}

/** Windows does not tell `C:` from `c:`. */
const comparable = (path: string): string => (sep === '/' ? path : path.toLowerCase());
