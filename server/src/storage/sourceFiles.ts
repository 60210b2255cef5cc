import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Larger files are data, or generated. */
const MAX_BYTES = 256 * 1024;

/** Reads files inside some folders by their URIs; `undefined` for what is not there, too large, or elsewhere. */
export const sourceReader =
  (folders: readonly string[]) =>
  async (uri: string): Promise<string | undefined> => {
    try {
      const path = fileURLToPath(uri);
      const isInside = folders.some((folder) => {
        const [first = ''] = relative(folder, path).split(sep, 1);
        return first !== '..' && !isAbsolute(relative(folder, path));
      });
      if (!isInside || path.split(sep).includes('node_modules')) return undefined;
      const { size } = await stat(path);
      return size > MAX_BYTES ? undefined : await readFile(path, 'utf8');
    } catch {
      // No file of ours.
      return undefined;
    }
  };
