import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Publication } from './galleryRules.ts';

const INSIDE = 'extension/';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A file of a packed extension: its path inside the archive, and how many bytes it takes there. */
export interface PackedFile {
  readonly path: string;
  readonly bytes: number;
  readonly packedBytes: number;
}

/** All files of a packed extension, the largest first. */
export function filesOf(vsix: string): PackedFile[] {
  const files: PackedFile[] = [];
  unzipSync(readFileSync(vsix), {
    filter: ({ name, originalSize, size }) => {
      files.push({ path: name, bytes: originalSize, packedBytes: size });
      return false;
    },
  });
  return files.sort((left, right) => right.packedBytes - left.packedBytes);
}

/** A packed extension as galleries look at it. */
export function publicationOf(vsix: string): Publication {
  const archive = readFileSync(vsix);
  const entries = unzipSync(archive);
  const names = Object.keys(entries).filter((name) => name.startsWith(INSIDE));
  const find = (pattern: RegExp) => entries[names.find((name) => pattern.test(name)) ?? ''];
  const textOf = (pattern: RegExp) => Buffer.from(find(pattern) ?? []).toString();
  const manifest: Publication['manifest'] = JSON.parse(textOf(/^extension\/package\.json$/));
  return {
    manifest,
    readme: textOf(/^extension\/readme\.md$/i),
    changelog: textOf(/^extension\/changelog\.md$/i),
    files: names.map((name) => name.slice(INSIDE.length)),
    bytes: archive.length,
    icon: sizeOf(Buffer.from(entries[`${INSIDE}${manifest.icon}`] ?? [])),
  };
}

/** Width and height of a PNG (its first chunk, W3C PNG 11.2.1). */
function sizeOf(png: Buffer): Publication['icon'] {
  if (png.length < 24 || !png.subarray(0, 8).equals(PNG)) return undefined;
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
