import type { LiveDocument } from './liveDocument.ts';

/** Largest document that is served, in UTF-16 units: 5 MB of plain text. */
const MAX_LENGTH = 5 * 1024 * 1024;
/** Documents a person edits; `output:`, `git:`, `vscode-scm:` and other virtual ones are left alone. */
const SCHEMES = ['file:', 'untitled:', 'vscode-notebook-cell:', 'vscode-remote:'];
/** Names that hold secrets by custom. */
const SECRET_NAME =
  /(?:^|\/)(?:\.env(?:\.[^/]*)?|\.npmrc|\.netrc|\.pgpass|\.htpasswd|credentials|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]*\.(?:pem|key|p12|pfx|keystore|jks|kdbx|asc))$/i;

/** Whether a file's name says that it holds secrets; such files are neither sent nor learnt from. */
export const isSecretName = (path: string): boolean => SECRET_NAME.test(path);

/** Why a document is left alone, or `undefined` for those that are served. */
export function exclusionOf({
  uri,
  length,
  isBinary: hasNul,
}: Pick<LiveDocument, 'uri' | 'length' | 'isBinary'>):
  | 'virtual'
  | 'secret'
  | 'large'
  | 'binary'
  | undefined {
  if (!SCHEMES.some((scheme) => uri.startsWith(scheme))) return 'virtual';
  if (isSecretName(decodePath(uri))) return 'secret';
  if (length > MAX_LENGTH) return 'large';
  return hasNul ? 'binary' : undefined;
}

/** A NUL among the first characters of a file: what editors and git take for binary. */
export const isBinary = (text: string): boolean => text.slice(0, 8000).includes('\0');

function decodePath(uri: string): string {
  const path = uri.replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray per cent sign: the raw form is the name then.
    return path;
  }
}
