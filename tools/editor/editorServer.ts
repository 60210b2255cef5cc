import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const STARTS_WITHIN_MS = 60_000;

/** A VS Code server of this machine. */
export interface EditorServer {
  readonly origin: string;
  readonly address: string;
  /** The secret without which the server answers nobody; `undefined` where it answers everybody. */
  readonly token: string | undefined;
  stop(): Promise<void>;
}

export interface EditorServerOptions {
  /** VS Code's own folder, as `installCodeServer` gives it. */
  readonly editor: string;
  /** Folder for all data of this server. */
  readonly dataFolder: string;
  readonly token?: string;
  readonly flags?: readonly string[];
}

const mainOf = (editor: string): string => join(editor, 'out/server-main.js');

/** Starts a VS Code server on a free port of 127.0.0.1; resolves once it answers. */
export async function startEditorServer({
  editor,
  dataFolder,
  token,
  flags = [],
}: EditorServerOptions): Promise<EditorServer> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [
      mainOf(editor),
      ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', dataFolder],
      ...tokenFlags(dataFolder, token),
      ...['--accept-server-license-terms', '--disable-telemetry'],
      ...flags,
    ],
    { cwd: editor, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // It complains about much that does not matter; what it said last is told if it does not start.
  let said = '';
  child.stderr.on('data', (part) => {
    said = (said + part).slice(-2_000);
  });
  const server = { origin: `http://${address}`, address, token, stop: () => stop(child) };
  try {
    await answersAt(server.origin, child);
  } catch (error) {
    await server.stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${said}`);
  }
  return server;
}

/** By a file: arguments of a process can be read by every user of the machine. */
function tokenFlags(dataFolder: string, token: string | undefined): string[] {
  if (token === undefined) return ['--without-connection-token'];
  mkdirSync(dataFolder, { recursive: true });
  const file = join(dataFolder, 'connection-token');
  writeFileSync(file, token, { mode: 0o600 });
  return ['--connection-token-file', file];
}

/** Installs a packed extension for the servers that use a data folder; throws what the installer says. */
export function installExtension(editor: string, file: string, dataFolder: string): void {
  const args = ['--install-extension', file, '--force', '--server-data-dir', dataFolder];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [mainOf(editor), ...args, '--accept-server-license-terms'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The extension could not be installed:\n${stdout}${stderr}`);
}

/** The address of the editor with a folder open. Paths in the payload are of the server's machine. */
export function workbenchUrl(
  { origin, address, token }: EditorServer,
  folder: string,
  payload: Readonly<Record<string, string>>,
): string {
  const entries = Object.entries(payload).map(([name, path]) => [
    name,
    path.startsWith('/') ? `vscode-remote://${address}${path}` : path,
  ]);
  const query = new URLSearchParams({
    ...(token === undefined ? {} : { tkn: token }),
    folder,
    payload: JSON.stringify(entries),
  });
  return `${origin}/?${query}`;
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
