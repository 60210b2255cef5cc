import { strict as assert } from 'node:assert';
import { read } from '../../../tools/imports.ts';
import { freePort } from '../../../tools/servers/realServers.ts';
import { NginxProcess } from '../../support/nginxProcess.ts';

/** A real nginx with the file that is shipped, in front of two servers (hosts and ports) of this machine. */
export class Balancer {
  readonly #process = new NginxProcess();
  readonly #port: number;

  private constructor(port: number) {
    this.#port = port;
  }

  static async before(servers: readonly [first: string, second: string]): Promise<Balancer> {
    const balancer = new Balancer(await freePort());
    const names: [from: string, to: string, times: number][] = [
      ['listen 4000;', `listen 127.0.0.1:${balancer.#port};`, 1],
      ['gateway-1:4000', servers[0], 2],
      ['gateway-2:4000', servers[1], 2],
    ];
    let conf = read('deploy/nginx/gateway.conf');
    for (const [from, to, times] of names) {
      assert.equal(conf.split(from).length, times + 1, from);
      conf = conf.replaceAll(from, to);
    }
    await balancer.#process.start(conf, balancer.#port);
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1`;
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}
