import { isAbsolute, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A part of an address without its escapes. What editors escape byte by byte need not be UTF-8: such bytes are taken for letters of Latin-1, and a
 * stray per cent sign for itself. Never throws, unlike `decodeURIComponent`.
 */
export function unescaped(text: string): string {
  return text.replace(/(?:%[89a-f][\da-f])+|%[0-7][\da-f]/gi, (escapes) => {
    const bytes = Buffer.from(escapes.replaceAll('%', ''), 'hex');
    const letters = bytes.toString('utf8');
    return letters.includes('\ufffd') ? bytes.toString('latin1') : letters;
  });
}

/** The path on this machine that a `file:` URI names; `undefined` for one of another machine, or that the system could not open. */
export function exactPath(uri: string): string | undefined {
  try {
    return resolve(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}

/**
 * The path of a document that lies on this machine's disk, on another's for `vscode-remote:`, or that is to be saved there for `untitled:`; of an address that
 * the system could not open it is what comes nearest, so that what is excluded there is found. `relative` for a name that is in no folder yet.
 */
export function pathOf(uri: string): { readonly path: string; readonly isRelative: boolean } {
  const [whole = ''] = uri.split(/[?#]/, 1);
  const place = whole.replace(/^untitled:(?=file:)/, '');
  const isUntitled = place.startsWith('untitled:');
  const local = place.startsWith('file:')
    ? place
    : place.replace(/^[a-z-]+:(?:\/\/[^/]*)?/, 'file://');
  const exact = isUntitled ? undefined : exactPath(local);
  if (exact !== undefined) return { path: exact, isRelative: false };
  const path = nativePath(unescaped(place.replace(/^[a-z-]+:(?:\/\/[^/]*(?=\/))?/, '')));
  const isRelative = isUntitled && !isAbsolute(path);
  return { path: isRelative ? path : resolve(sep, path), isRelative };
}

/** Addresses of Windows have a slash in front of the drive. */
export const nativePath = (path: string): string =>
  sep === '\\' ? path.replace(/^\/+(?=[a-z]:)/i, '') : path;
