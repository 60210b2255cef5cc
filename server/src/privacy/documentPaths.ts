/** Longer names are no file's: systems allow 255 bytes a name and 4,096 a path. */
const MAX_LENGTH = 8_192;
/** A name may be encoded more than once: by an editor, and by the view that it is in. */
const MOST_DECODINGS = 3;

/**
 * The paths that a URI may mean, in lower case and with slashes: with and without query and fragment, decoded as often as
 * there is something to decode. Names alone are judged by them; no file is opened under one.
 */
export function pathsMeant(uri: string): ReadonlySet<string> {
  const paths = new Set<string>();
  const whole = uri.slice(0, MAX_LENGTH);
  const end = whole.search(/[?#]/);
  for (const start of end === -1 ? [whole] : [whole, whole.slice(0, end)]) {
    let path = start;
    for (let times = 0; times <= MOST_DECODINGS; times++) {
      paths.add(normal(path));
      const decoded = decode(path);
      if (decoded === path) break;
      path = decoded;
    }
  }
  return paths;
}

/** ASCII is enough: every name that is looked for is written in it. Never throws, unlike `decodeURIComponent`. */
const decode = (text: string): string =>
  text.replace(/%[0-7][0-9a-f]/gi, (code) =>
    String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  );

/** Windows writes backslashes, and opens `.env` for `.env.`, `.env ` and `.env::$DATA`, too. */
function normal(path: string): string {
  const parts = path.toLowerCase().split(/[/\\]/);
  const name = parts.pop() ?? '';
  const stream = name.indexOf(':', 1);
  const file = parts.length > 0 && stream > 0 ? name.slice(0, stream) : name;
  let end = file.length;
  while (end > 1 && (file[end - 1] === '.' || file[end - 1] === ' ')) end--;
  return `/${[...parts, file.slice(0, end)].filter((part) => part !== '').join('/')}`;
}
