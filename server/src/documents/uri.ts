/** Spellings whose normal form is kept: a few for each of many open documents. */
const MAX_KNOWN = 2_000;
const DRIVE = /^file:\/\/\/[A-Za-z]:/;

const known = new Map<string, string>();

/**
 * One form for all spellings of a file's URI: editors differ in what they escape and how they write a drive
 * (`file:///c%3A/x`, `file:///C:/x`). The drive's letter is small. Other URIs, and those that cannot be read, stay as they are.
 */
export function normalUri(uri: string): string {
  if (!/^file:/i.test(uri)) return uri;
  const found = known.get(uri);
  if (found !== undefined) return found;
  const normal = normalFile(uri);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(uri, normal);
  return normal;
}

function normalFile(uri: string): string {
  try {
    const rest = uri.slice('file:'.length);
    const [, authority = '', path = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(rest) ?? [];
    const { href } = new URL(`file://${authority}${escaped(decodeURIComponent(path))}`);
    return DRIVE.test(href) ? `file:///${href.charAt(8).toLowerCase()}${href.slice(9)}` : href;
  } catch {
    // Escapes that are none, or a host that cannot be: an opaque name.
    return uri;
  }
}

/** Escapes what the parser of URLs would read as something else than a part of the path, or leave as it is. */
const escaped = (path: string): string =>
  path.replace(/[%\\\n\r\t?#[\]^|~]/g, (letter) => encodeURIComponent(letter));
