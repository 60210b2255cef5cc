import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/** Packs what is built into one universal `.vsix`; returns its path, throws what the packer says. */
export function packageExtension(): string {
  const folder = join(ROOT, 'artifacts');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'aurelis.vsix');
  const vsce = join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const args = [
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--skip-license',
    '--out',
    file,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The package could not be made:\n${stdout}${stderr}`);
  return file;
}
