import { join } from 'node:path';
import { freePort } from '../../tools/servers/realServers.ts';
import { NginxProcess } from './nginxProcess.ts';

/**
 * A real nginx: a plain file origin that takes PUT (`ngx_http_dav_module`), and in front of it a cache
 * (`proxy_cache`) that says in `x-cache` whether it had the file.
 */
export class Nginx {
  readonly #process = new NginxProcess();
  readonly #port: number;
  readonly #originPort: number;

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
    return join(this.#process.folder, 'files', 'answers');
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  #start(): Promise<void> {
    return this.#process.start(
      `proxy_cache_path ${this.#process.path('cache')} keys_zone=answers:1m;
  server {
    listen 127.0.0.1:${this.#originPort};
    root ${this.#process.path('files')};
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
  }`,
      this.#port,
    );
  }
}
