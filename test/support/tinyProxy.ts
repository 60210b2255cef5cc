import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isListening } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';

/** A real forward proxy, tinyproxy, that writes down where it was asked to go. */
export class TinyProxy {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** `more`: further lines of its configuration. */
  static async begin(more = ''): Promise<TinyProxy> {
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-tinyproxy-'));
    const port = await freePort();
    const configuration = join(folder, 'tinyproxy.conf');
    writeFileSync(
      configuration,
      `Port ${port}\nListen 127.0.0.1\nTimeout 60\nLogLevel Connect\nLogFile "${join(folder, 'log')}"\n${more}\n`,
    );
    const child = spawn('tinyproxy', ['-d', '-c', configuration], { stdio: 'ignore' });
    await waitFor('tinyproxy', () => isListening(port));
    return new TinyProxy(child, folder, port);
  }

  /** The hosts, with their ports, that it was asked for by name. */
  get asked(): string[] {
    const log = readFileSync(join(this.#folder, 'log'), 'utf8');
    return [...log.matchAll(/Request \(file descriptor \d+\): CONNECT (\S+)/g)].map(
      ([, host = '']) => host,
    );
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
