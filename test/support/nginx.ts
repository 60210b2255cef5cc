import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isListening } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';

/**
 * A real nginx: a plain file origin that takes PUT (`ngx_http_dav_module`), and in front of it a cache
 * (`proxy_cache`) that says in `x-cache` whether it had the file.
 */
export class Nginx {
  readonly #folder = mkdtempSync(join(tmpdir(), 'aurelis-nginx-'));
  readonly #port: number;
  readonly #originPort: number;
  #process: ChildProcess | undefined;

  private constructor(port: number, originPort: number) {
    this.#port = port;
    this.#originPort = originPort;
  }

  static async begin(): Promise<Nginx> {
    const server = new Nginx(await freePort(), await freePort());
    await server.#start();
    return server;
  }

  /** Through the cache. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/answers`;
  }

  /** Where the origin keeps its files. */
  get files(): string {
    return join(this.#folder, 'files', 'answers');
  }

  async #start(): Promise<void> {
    const path = (name: string) => {
      const folder = join(this.#folder, name);
      mkdirSync(folder, { recursive: true });
      return folder;
    };
    chmodSync(this.#folder, 0o755);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${path(`temp-${name}`)};`)
      .join('\n');
    const configuration = join(this.#folder, 'nginx.conf');
    writeFileSync(
      configuration,
      `daemon off; worker_processes 1; pid ${join(this.#folder, 'pid')}; error_log stderr crit;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off; ${temporary}
  proxy_cache_path ${path('cache')} keys_zone=answers:1m;
  server {
    listen 127.0.0.1:${this.#originPort};
    root ${path('files')};
    dav_methods PUT; create_full_put_path on; etag on;
    add_header cache-control "public, max-age=604800, immutable";
  }
  server {
    listen 127.0.0.1:${this.#port};
    location / {
      proxy_pass http://127.0.0.1:${this.#originPort};
      proxy_cache answers; proxy_cache_key $request_uri;
      add_header x-cache $upstream_cache_status;
    }
  }
}`,
    );
    this.#process = spawn('nginx', ['-p', this.#folder, '-c', configuration], { stdio: 'ignore' });
    await waitFor('nginx', () => isListening(this.#port));
  }

  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#process?.once('exit', () => resolve());
    this.#process?.kill('SIGTERM');
    await promise;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
