import { freePort } from '../../../tools/servers/realServers.ts';
import { NginxProcess } from '../../support/nginxProcess.ts';
import type { Ground } from './ground.ts';

/** A real nginx in front of a gateway, which buffers answers as it does by itself. */
export class NginxInFront {
  readonly #process = new NginxProcess();
  readonly #port: number;

  private constructor(port: number) {
    this.#port = port;
  }

  static async begin({ gateway }: Ground): Promise<NginxInFront> {
    const front = new NginxInFront(await freePort());
    await front.#process.start(
      `upstream gateway { server ${gateway.address}; keepalive 8; }
  server {
    listen 127.0.0.1:${front.#port};
    client_max_body_size 10m;
    location / {
      proxy_pass http://gateway;
      proxy_http_version 1.1;
      proxy_set_header connection "";
      proxy_set_header host $host;
    }
  }`,
      front.#port,
    );
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1`;
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}
