import { strict as assert } from 'node:assert';
import { galleryProblems, type Publication } from '../../tools/package/galleryRules.ts';

const good: Publication = {
  manifest: {
    name: 'aurelis',
    publisher: 'aurelis',
    version: '0.1.0',
    displayName: 'Aurelis',
    description: 'Completions.',
    license: 'MIT',
    engines: { vscode: '^1.125.0' },
    categories: ['AI', 'Programming Languages'],
    keywords: ['completion'],
    galleryBanner: { color: '#1e1e2e', theme: 'dark' },
    activationEvents: ['onStartupFinished'],
  },
  readme: '# Aurelis\n\n![Ghost text](https://example.org/a.png)',
  changelog: '# Changelog',
  files: ['package.json', 'LICENSE.txt', 'dist/client.cjs'],
  bytes: 700_000,
  icon: { width: 128, height: 128 },
};
const withManifest = (changed: Readonly<Record<string, unknown>>): Partial<Publication> => ({
  manifest: { ...good.manifest, ...changed },
});

/** A change for the worse, and the field that is complained of. */
const REFUSED: readonly (readonly [string, Partial<Publication>])[] = [
  ['name', withManifest({ name: 'au relis' })],
  ['publisher', withManifest({ publisher: '' })],
  ['version', withManifest({ version: '0.1.0-beta.1' })],
  ['engines.vscode', withManifest({ engines: { vscode: '*' } })],
  ['displayName', withManifest({ displayName: 'Aurelis \u200d' })],
  ['displayName', withManifest({ displayName: 'A'.repeat(256) })],
  ['description', withManifest({ description: 'a\nb' })],
  ['description', withManifest({ description: 'a'.repeat(2_049) })],
  ['license', withManifest({ license: undefined })],
  ['categories', withManifest({ categories: ['Completion'] })],
  ['categories', withManifest({ categories: [] })],
  ['keywords', withManifest({ keywords: Array.from({ length: 31 }, (_, index) => `k${index}`) })],
  ['keywords', withManifest({ keywords: ['a'.repeat(256)] })],
  ['icon', { icon: undefined }],
  ['icon', { icon: { width: 64, height: 64 } }],
  ['icon', { icon: { width: 256, height: 128 } }],
  ['galleryBanner', withManifest({ galleryBanner: { color: 'black', theme: 'dark' } })],
  ['enabledApiProposals', withManifest({ enabledApiProposals: [] })],
  ['activationEvents', withManifest({ activationEvents: ['*'] })],
  ['pricing', withManifest({ pricing: 'Paid' })],
  ['a license file', { files: ['package.json'] }],
  ['no node_modules', { files: [...good.files, 'node_modules/a/index.js'] }],
  ['no node_modules', { files: [...good.files, 'dist/sqlite.node'] }],
  ['at most 256 MB', { bytes: 300 * 1024 * 1024 }],
  ['pictures', { readme: '![a](http://example.org/a.png)' }],
  ['pictures', { readme: '<img alt="a" src="media/a.svg">' }],
  ['no SVG', { changelog: '<svg></svg>' }],
];

describe('the rules of galleries', () => {
  it('let a good publication pass', () => assert.deepEqual(galleryProblems(good), []));

  for (const [field, change] of REFUSED) {
    it(`refuse ${field}: ${JSON.stringify(change).slice(0, 60)}`, () => {
      const problems = galleryProblems({ ...good, ...change });
      assert.equal(problems.length, 1, problems.join());
      assert.ok(problems[0]?.startsWith(field), problems.join());
    });
  }
});
