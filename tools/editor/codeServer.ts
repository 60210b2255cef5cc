import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../machine/cacheFolder.ts';
import { installPackage } from '../machine/installPackage.ts';
import { ensureBuildPackages } from '../machine/systemPackages.ts';
import { ROOT } from '../root.ts';

/** code-server 4.139.1 carries VS Code 1.139.1. */
export const CODE_SERVER_VERSION = '4.139.1';

/** VS Code's own folder inside a code-server from npm, which is installed unless this machine has it; building takes a few minutes, once. */
export function installCodeServer(version = CODE_SERVER_VERSION): string {
  const folder = join(cacheFolder(), `code-server-${version}`);
  const editor = join(folder, 'node_modules/code-server/lib/vscode');
  if (existsSync(join(editor, 'out/server-main.js'))) return editor;
  ensureBuildPackages();
  console.error(`Building code-server ${version} (once a machine, about three minutes) …`);
  // Older ones refuse to be built by root without being told that scripts may run.
  const environment = { ...nodeHeaders(), npm_config_unsafe_perm: 'true' };
  installPackage(`code-server@${version}`, folder, environment);
  return editor;
}

/** The headers that came with the pinned Node, so that none are downloaded for native modules. */
function nodeHeaders(): Record<string, string> {
  const packages = join(ROOT, 'node_modules/node/node_modules');
  const name = existsSync(packages)
    ? readdirSync(packages).find((each) => existsSync(join(packages, each, 'include/node/node.h')))
    : undefined;
  return name === undefined ? {} : { npm_config_nodedir: join(packages, name) };
}
