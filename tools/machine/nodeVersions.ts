import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { installPackage } from './installPackage.ts';

/** The Node of the oldest VS Code that takes the extension (1.125, Electron 42). */
export const EDITORS_NODE = '24.15.0';

/** The program of a version of Node, from the npm package `node`; installed once a machine. Throws where it cannot be had. */
export function installNode(version: string): string {
  const folder = join(cacheFolder(), `node-${version}`);
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const program = join(folder, 'node_modules/node/bin', name);
  if (!existsSync(program)) {
    console.error(`Installing Node ${version} (once a machine) …`);
    installPackage(`node@${version}`, folder);
  }
  return program;
}
