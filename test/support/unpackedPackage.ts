import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { packageExtension } from '../../tools/package/packageExtension.ts';

/** Returns the contents of a packed extension, each file by its path inside the archive. */
const contentsOf = (vsix: string): Record<string, Uint8Array> => unzipSync(readFileSync(vsix));

/** The package as an editor lays it out, in a folder where nothing else of ours lies. */
export interface UnpackedPackage {
  readonly folder: string;
  /** Path of a file of `dist/`. */
  dist(name: string): string;
  remove(): void;
}

/** Packs what is built, and unpacks it into a new folder. Throws where a `node_modules` lies above that. */
export function unpackPackage(): UnpackedPackage {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-package-'));
  for (let above = folder; above !== dirname(above); above = dirname(above)) {
    if (existsSync(join(above, 'node_modules'))) throw new Error(`${above} has a node_modules`);
  }
  for (const [name, bytes] of Object.entries(contentsOf(packageExtension()))) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return {
    folder: join(folder, 'extension'),
    dist: (name) => join(folder, 'extension/dist', name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
