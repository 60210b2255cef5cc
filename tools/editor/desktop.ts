import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cacheFolder } from '../machine/cacheFolder.ts';

/** A download that has not begun to arrive by then is taken for impossible. */
const GIVE_UP_MS = 10_000;
const PROBE = 'https://update.code.visualstudio.com/api/releases/stable';

/** Whether a window can be opened that somebody sees. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' ||
  process.env.DISPLAY !== undefined ||
  process.env.WAYLAND_DISPLAY !== undefined;

/** Whether `xvfb-run` can stand in for a display, which is enough for tests. */
export const hasVirtualDisplay = (): boolean =>
  spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).status === 0;

/** A desktop VS Code: the one that `VSCODE_EXECUTABLE` names, `code` on the PATH, or a download. */
export async function findDesktop(): Promise<string | undefined> {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named !== undefined && existsSync(named)) return named;
  return onPath('code') ?? (await download());
}

function onPath(name: string): string | undefined {
  const file = process.platform === 'win32' ? `${name}.cmd` : name;
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, file))
    .find(existsSync);
}

async function download(): Promise<string | undefined> {
  try {
    await fetch(PROBE, { signal: AbortSignal.timeout(GIVE_UP_MS) });
    const cachePath = join(cacheFolder(), 'vscode');
    return await downloadAndUnzipVSCode({ cachePath, timeout: GIVE_UP_MS });
  } catch (error) {
    console.error(`No desktop VS Code can be downloaded (${String(error)}); using code-server.`);
    return undefined;
  }
}
