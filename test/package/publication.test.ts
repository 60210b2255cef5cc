import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { galleryProblems, missingForGalleries } from '../../tools/package/galleryRules.ts';
import { packageExtension } from '../../tools/package/packageExtension.ts';
import { publicationOf } from '../../tools/package/vsix.ts';
import { ROOT } from '../../tools/root.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

/** Folders that a checkout makes for itself. */
const MADE = ['node_modules', 'dist', 'artifacts', '.vscode-test'];

const digest = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

describe('the package, to be published', function () {
  this.timeout(120_000);
  let unpacked: UnpackedPackage;
  before(() => {
    unpacked = unpackPackage();
  });
  after(() => unpacked?.remove());

  it('is one file of at most 2 MB, with nothing in it but what is meant to be', () => {
    const { files, bytes } = publicationOf(packageExtension());
    assert.ok(bytes <= 2_000_000, `${bytes} bytes`);
    assert.deepEqual(files.filter((file) => !file.startsWith('media/pictures/')).sort(), [
      'LICENSE.txt',
      'SECURITY.md',
      'changelog.md',
      'dist/ThirdPartyNotices.txt',
      'dist/client.cjs',
      'dist/client.cjs.map',
      'dist/languageServer.js',
      'dist/languageServer.js.map',
      'dist/otlp.js',
      'dist/otlp.js.map',
      'dist/package.json',
      'dist/panel.css',
      'dist/panel.js',
      'dist/redisClient.js',
      'dist/redisClient.js.map',
      'dist/server.js',
      'dist/server.js.map',
      'dist/watchdog.js',
      'dist/watchdog.js.map',
      'dist/workspaceWorker.js',
      'dist/workspaceWorker.js.map',
      'docs/architecture.md',
      'docs/editors.md',
      'docs/metrics.md',
      'docs/protocol.md',
      'media/icon.png',
      'package.json',
      'readme.md',
    ]);
  });

  it('is taken by both galleries, once the owner has named its address', () => {
    const publication = publicationOf(packageExtension());
    assert.deepEqual(galleryProblems(publication), []);
    assert.deepEqual(missingForGalleries(publication), ['repository', 'bugs']);
  });

  it('says nothing of the repository in its manifest', () => {
    const { manifest } = publicationOf(packageExtension());
    assert.deepEqual(Object.keys(manifest.engines as object), ['vscode']);
    for (const part of ['scripts', 'devDependencies', 'overrides', 'private']) {
      assert.equal(manifest[part], undefined, part);
    }
  });

  it('brings the license of everybody whose work is in it', () => {
    const notices = readFileSync(unpacked.dist('ThirdPartyNotices.txt'), 'utf8');
    const parts = notices.split(`\n${'='.repeat(80)}\n\n`).slice(1);
    assert.ok(parts.length >= 25, String(parts.length));
    const names = parts.map((part) => part.split(' ', 1)[0]);
    for (const name of [
      'undici',
      'zod',
      'keyv',
      '@redis/client',
      'uplot',
      'vscode-languageclient',
    ]) {
      assert.ok(names.includes(name), name);
    }
    // Work that is within a package, of which only a comment in its sources tells, or nothing.
    for (const holder of ['Georges Menie', 'Fedor Indutny', 'Redis, inc.']) {
      assert.ok(notices.includes(holder), holder);
    }
    for (const part of parts) {
      assert.match(part, /^\S+ \d\S*\nLicense: (?:MIT|ISC|Apache-2\.0|BlueOak-1\.0\.0|BSD-\S+)\n/);
      assert.ok(part.length > 400, `${part.slice(0, 60)} has no text`);
    }
  });

  it('is the same, byte for byte, wherever and by whomever it is built', () => {
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-elsewhere-'));
    const copy = join(folder, 'a checkout of another name');
    try {
      cpSync(ROOT, copy, {
        recursive: true,
        filter: (path) => path === ROOT || !MADE.includes(basename(path)),
      });
      symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
      const build = `umask 077; "${process.execPath}" esbuild.mjs && "${process.execPath}" -e "
        import('./tools/package/packageExtension.ts').then(({ packageExtension }) => packageExtension());"`;
      const { status, stderr } = spawnSync('sh', ['-c', build], {
        cwd: copy,
        encoding: 'utf8',
        env: { ...process.env, TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8' },
      });
      assert.equal(status, 0, stderr);
      assert.equal(digest(join(copy, 'artifacts/aurelis.vsix')), digest(packageExtension()));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
