/** Longest query of an address that is read for a path. */
const MAX_QUERY = 20_000;

/**
 * The paths, as parts of URIs, of the file that a document is a view of: `git:/project/a.ts?{"path":"/project/a.ts","ref":"HEAD"}` is one of `/project/a.ts`.
 * A name without a path is taken whole.
 */
export function shownPaths(uri: string): readonly string[] {
  const [whole = ''] = uri.split('#', 1);
  const at = whole.indexOf('?');
  const head = at === -1 ? whole : whole.slice(0, at);
  const path = head.replace(/^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?/i, '');
  const named = at === -1 ? undefined : pathIn(whole.slice(at + 1));
  // The editor's Git gives some old versions a second extension.
  const plain = head.startsWith('git:') ? path.replace(/\.git$/, '') : path;
  return [...new Set([path, plain, ...(named === undefined ? [] : [named])])].map(absolute);
}

const absolute = (path: string): string => (path.startsWith('/') ? path : `/${path}`);

/** The path that the query of one of Git's addresses names. */
function pathIn(query: string): string | undefined {
  if (query.length > MAX_QUERY) return undefined;
  try {
    const value: unknown = JSON.parse(decodeURIComponent(query));
    const path = typeof value === 'object' && value !== null && 'path' in value ? value.path : '';
    return typeof path === 'string' && path !== ''
      ? path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
      : undefined;
  } catch {
    return undefined;
  }
}
