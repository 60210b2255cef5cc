import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

/** Files and folders that are shipped, beside the manifest. */
const SHIPPED = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'SECURITY.md',
  'docs/architecture.md',
  'docs/protocol.md',
  'docs/metrics.md',
  'docs/editors.md',
  'dist',
  'media/icon.png',
  'media/pictures',
];
/** Files of `dist/` that are built beside it, and no part of an editor's extension. */
const NOT_SHIPPED = /^gateway/;
/** Parts of the manifest that speak of the repository. */
const REPOSITORYS_OWN = ['private', 'scripts', 'devDependencies', 'allowScripts', 'overrides'];
/** Zip files know no earlier moment (1980-01-01, epoch seconds). */
const ZIP_EPOCH = 315_532_800;

/**
 * Packs what is built into one universal `.vsix`; returns its path, throws what the packer says. The same commit gives the same
 * bytes, whatever the machine: files are packed from a copy with fixed modes, at the moment of the commit, in UTC.
 */
export function packageExtension(): string {
  const folder = join(ROOT, 'artifacts');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'aurelis.vsix');
  const stage = mkdtempSync(join(tmpdir(), 'aurelis-stage-'));
  try {
    layOut(stage);
    pack(stage, file);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  return file;
}

function layOut(stage: string): void {
  for (const path of SHIPPED) cpSync(join(ROOT, path), join(stage, path), { recursive: true });
  for (const name of readdirSync(join(stage, 'dist'))) {
    if (NOT_SHIPPED.test(name)) rmSync(join(stage, 'dist', name));
  }
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const part of REPOSITORYS_OWN) delete manifest[part];
  delete manifest.engines.node;
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  for (const entry of readdirSync(stage, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o644);
  }
}

function pack(stage: string, file: string): void {
  const { repository } = JSON.parse(readFileSync(join(stage, 'package.json'), 'utf8'));
  // With an address, links and pictures of the README are made to lead there.
  const withoutAddress = ['--allow-missing-repository', '--no-rewrite-relative-links'];
  const flags = ['--no-dependencies', ...(repository === undefined ? withoutAddress : [])];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/@vscode/vsce/vsce'), 'package', ...flags, '--out', file],
    {
      cwd: stage,
      encoding: 'utf8',
      env: { ...process.env, SOURCE_DATE_EPOCH: String(commitTime()), TZ: 'UTC' },
    },
  );
  if (status !== 0) throw new Error(`The package could not be made:\n${stdout}${stderr}`);
}

/** Epoch seconds of the commit that is checked out; outside of git always the same. */
function commitTime(): number {
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return status === 0 ? Number(stdout.trim()) : ZIP_EPOCH;
}
