import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { installPackage } from './installPackage.ts';
import { ensureBuildPackages } from './systemPackages.ts';

/** code-server 4.139.1 carries VS Code 1.139.1. */
const VERSION = '4.139.1';
const STARTS_WITHIN_MS = 60_000;

/** A VS Code server of this machine. */
export interface CodeServer {
  readonly origin: string;
  readonly address: string;
  stop(): Promise<void>;
}

/** Installs code-server from npm unless this machine has it; building takes a few minutes, once. */
export function installCodeServer(): string {
  const folder = join(cacheFolder(), `code-server-${VERSION}`);
  const main = join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js');
  if (existsSync(main)) return main;
  ensureBuildPackages();
  console.error('Building code-server (once a machine, about three minutes) …');
  installPackage(`code-server@${VERSION}`, folder, nodeHeaders());
  return main;
}

/** The headers that came with the pinned Node, so that none are downloaded for native modules. */
function nodeHeaders(): Record<string, string> {
  const packages = join(import.meta.dirname, '../node_modules/node/node_modules');
  const name = existsSync(packages)
    ? readdirSync(packages).find((each) => existsSync(join(packages, each, 'include/node/node.h')))
    : undefined;
  return name === undefined ? {} : { npm_config_nodedir: join(packages, name) };
}

/** Starts it on a free port with data of its own in `dataFolder`; resolves once it answers. */
export async function startCodeServer(
  dataFolder: string,
  flags: readonly string[],
): Promise<CodeServer> {
  const main = installCodeServer();
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [
      main,
      ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', dataFolder],
      ...['--without-connection-token', '--accept-server-license-terms', '--disable-telemetry'],
      ...flags,
    ],
    { cwd: dirname(main), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // It complains about much that does not matter; what it said last is told if it does not start.
  let said = '';
  child.stderr.on('data', (part) => {
    said = (said + part).slice(-2_000);
  });
  const server = { origin: `http://${address}`, address, stop: () => stop(child) };
  try {
    await answersAt(server.origin, child);
  } catch (error) {
    await server.stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${said}`);
  }
  return server;
}

/** Installs a packed extension for the servers that use a data folder; throws what the installer says. */
export function installExtension(file: string, dataFolder: string): void {
  const args = ['--install-extension', file, '--force', '--server-data-dir', dataFolder];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [installCodeServer(), ...args, '--accept-server-license-terms'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The extension could not be installed:\n${stdout}${stderr}`);
}

/** The address of the editor with a folder open and an extension loaded from its sources' folder. */
export function workbenchUrl(
  { origin, address }: CodeServer,
  folder: string,
  payload: Readonly<Record<string, string>>,
): string {
  const entries = Object.entries(payload).map(([name, path]) => [
    name,
    path.startsWith('/') ? `vscode-remote://${address}${path}` : path,
  ]);
  return `${origin}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(entries))}`;
}

async function answersAt(origin: string, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`The VS Code server ended with ${child.exitCode}`);
    const isUp = await fetch(`${origin}/version`).then(
      (response) => response.ok,
      // Not listening yet.
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The VS Code server did not start in time');
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}
