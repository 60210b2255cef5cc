import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { bundle } from '../tools/bundle.ts';
import { parseOptions } from '../tools/options.ts';
import { galleryProblems, missingForGalleries } from '../tools/package/galleryRules.ts';
import { packageExtension } from '../tools/package/packageExtension.ts';
import { packageGateway } from '../tools/package/packageGateway.ts';
import { filesOf, publicationOf } from '../tools/package/vsix.ts';
import { ROOT } from '../tools/root.ts';

/**
 * `npm run package`: builds the one universal `.vsix`, prints its size and contents, and tells what galleries would refuse.
 * `npm run package -- gateway`: builds the npm package of the gateway instead.
 */
const USAGE = 'Usage: npm run package [-- gateway]';
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`.padStart(12);

function extension(): void {
  const file = packageExtension();
  console.log('      packed    unpacked');
  for (const { path, bytes, packedBytes } of filesOf(file)) {
    console.log(`${kilobytes(packedBytes)}${kilobytes(bytes)}  ${path}`);
  }
  console.log(`${kilobytes(statSync(file).size)}  ${relative(ROOT, file)}`);
  const publication = publicationOf(file);
  const missing = missingForGalleries(publication);
  if (missing.length > 0) {
    console.error(
      `Missing in package.json before this can be published: ${missing.join(', ')}. Without them the README's pictures and links lead nowhere in a gallery.`,
    );
  }
  const problems = galleryProblems(publication);
  for (const problem of problems) console.error(`The galleries would not take it: ${problem}.`);
  if (problems.length > 0) process.exitCode = 1;
}

function gateway(): void {
  const { file, bytes, files } = packageGateway();
  console.log('    unpacked');
  for (const { path, size } of files) console.log(`${kilobytes(size)}  ${path}`);
  console.log(`${kilobytes(bytes)}  ${relative(ROOT, file)}`);
}

const { positionals } = parseOptions(USAGE, { allowPositionals: true });
const [what, ...more] = positionals;
if ((what !== undefined && what !== 'gateway') || more.length > 0) {
  console.error(USAGE);
  process.exit(1);
}
bundle();
if (what === 'gateway') gateway();
else extension();
