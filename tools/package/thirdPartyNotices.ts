import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyrightComments } from './copyrightComments.ts';
import { mitLicense } from './mitLicense.ts';

/** A package whose code is part of what is shipped. */
interface Bundled {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package says it. */
  readonly license: string;
  readonly texts: readonly string[];
}

const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i;
/** Holders of MIT-licensed packages that bring no text (from the LICENSE of their repositories). */
const HOLDERS: Readonly<Record<string, string>> = { '@redis/client': '2022-2025, Redis, inc.' };
/** Work inside a package that its files say nothing of (from the LICENSE of Node, which holds it, too). */
const WITHIN: Readonly<Record<string, string>> = {
  undici: `llhttp, within undici:\n\n${mitLicense('Fedor Indutny, 2018.')}`,
};
const HEAD = `Aurelis contains the work of others, under the licenses below.
`;

/**
 * The notices that the licenses of all bundled packages ask for, and those inside their files, from the files that were bundled
 * (paths below the repository, as in esbuild's metafile). Throws for a package that says nothing of its license, and for one
 * that brings no text of it and that we know no holder of.
 */
export function thirdPartyNotices(inputs: readonly string[]): string {
  const files = Map.groupBy(new Set(inputs), (input) => packageFolder(input) ?? '');
  files.delete('');
  const packages = [...files].map(([folder, own]) => readPackage(folder, own)).sort(byName);
  const same = (left: Bundled, right: Bundled) => byName(left, right) === 0;
  const once = packages.filter((each, at) => {
    const before = packages[at - 1];
    return before === undefined || !same(before, each);
  });
  return [HEAD, ...once.map(notice)].join(`\n${'='.repeat(80)}\n\n`);
}

/** The folder of the package that a bundled file belongs to; `undefined` for files of ours. */
function packageFolder(input: string): string | undefined {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match?.[1];
}

function readPackage(folder: string, inputs: readonly string[]): Bundled {
  const manifest: { name: string; version: string; license?: unknown } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const { name, version, license } = manifest;
  if (typeof license !== 'string') throw new Error(`${name} ${version} names no license`);
  const files = readdirSync(folder)
    .filter((file) => LICENSE_FILE.test(file))
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) {
    const holder = HOLDERS[name];
    if (license !== 'MIT' || holder === undefined) {
      throw new Error(`${name} ${version} brings no text of its license`);
    }
    texts.push(mitLicense(holder));
  }
  const comments = inputs
    .toSorted()
    .flatMap((input) => copyrightComments(readFileSync(input, 'utf8')));
  const inside = new Set(comments.filter((comment) => !texts.join().includes(comment)));
  return {
    name,
    version,
    license,
    texts: [...texts, ...inside, ...(WITHIN[name] ? [WITHIN[name]] : [])],
  };
}

const byName = (left: Bundled, right: Bundled): number =>
  compare(left.name, right.name) || compare(left.version, right.version);

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function notice({ name, version, license, texts }: Bundled): string {
  return [`${name} ${version}`, `License: ${license}`, '', texts.join('\n\n'), ''].join('\n');
}
