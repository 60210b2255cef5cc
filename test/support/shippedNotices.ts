import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';

/** A package's name; maps as they are shipped do not tell below which other package it lies. */
export const nameOf = (source: string): string | undefined =>
  /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];

/** Every folder in which a package of a name is installed. */
function foldersOf(name: string): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const all = Object.keys(packages).filter((folder) => folder.endsWith(`node_modules/${name}`));
  return all.map((folder) => join(ROOT, folder)).filter((folder) => existsSync(folder));
}

/** True if the notices name the package in a folder, with its version, and hold the text of its license. */
function isIn(notices: string, folder: string): boolean {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const [, notice] = notices.split(`\n${name} ${version}\n`);
  const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  return (
    texts.every((file) => notice?.includes(readFileSync(join(folder, file), 'utf8').trim())) &&
    notice !== undefined
  );
}

/** The names of packages that the notices do not hold with version and license, of those whose code is shipped. */
export const missingIn = (notices: string, packages: readonly string[]): readonly string[] =>
  packages.filter((name) => !foldersOf(name).some((folder) => isIn(notices, folder)));

/** Every file that the maps in a folder name as a source of a bundle. */
export function sourcesOf(dist: string): readonly string[] {
  const maps = readdirSync(dist).filter((file) => /\.c?js\.map$/.test(file));
  return maps.flatMap((map): string[] => JSON.parse(readFileSync(join(dist, map), 'utf8')).sources);
}
