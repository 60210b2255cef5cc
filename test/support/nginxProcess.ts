import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isListening } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** A real nginx in a folder of its own. */
export class NginxProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'aurelis-nginx-'));
  #process: ChildProcess | undefined;

  /** A folder within its own. */
  path(name: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Resolves when it listens on a port; `http` is what the block of that name holds. */
  async start(http: string, port: number): Promise<void> {
    chmodSync(this.folder, 0o755);
    const temporary = TEMPORARY.map((name) => `${name}_temp_path ${this.path(`temp-${name}`)};`);
    const configuration = join(this.folder, 'nginx.conf');
    writeFileSync(
      configuration,
      `daemon off; worker_processes 1; pid ${join(this.folder, 'pid')}; error_log stderr crit;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off; ${temporary.join('\n')}
  ${http}
}`,
    );
    this.#process = spawn('nginx', ['-p', this.folder, '-c', configuration], { stdio: 'ignore' });
    await waitFor('nginx', () => isListening(port));
  }

  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#process?.once('exit', () => resolve());
    this.#process?.kill('SIGTERM');
    await promise;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
