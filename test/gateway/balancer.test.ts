import { strict as assert } from 'node:assert';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { childrenOf } from '../../tools/machine/childProcesses.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { Balancer } from './ground/balancer.ts';
import { GatewayProcess } from './ground/gatewayProcess.ts';
import { Ground } from './ground/ground.ts';
import { asked, read } from './ground/plainRequest.ts';

/** A gateway that answers when it is told to. */
class Held {
  readonly waiting: ServerResponse[] = [];
  /** Requests that it had. */
  count = 0;
  isHolding = false;
  /** Whether it breaks connections off instead. */
  isBroken = false;
  readonly #server: Server = createServer((request, response) => {
    this.count++;
    if (this.isBroken) request.socket.destroy();
    else if (this.isHolding) this.waiting.push(response);
    else response.end('{}');
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    for (const response of this.waiting) response.end('{}');
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('the load balancer of deploy/', () => {
  needs('nginx', '-v');
  let held: [Held, Held];
  let balancer: Balancer;
  const ask = async (content: string) => {
    const answer = await asked(balancer.url, 'ak', { content });
    await read(answer);
    return answer.status;
  };
  beforeEach(async () => {
    held = [new Held(), new Held()];
    const [first, second] = held;
    balancer = await Balancer.before([await first.start(), await second.start()]);
  });
  afterEach(async () => {
    for (const each of held) each.stop();
    await balancer.stop();
  });

  it('sends a request to the gateway that has the fewest under way', async () => {
    for (const each of held) each.isHolding = true;
    const both = [ask('one'), ask('two')];
    while (held.some(({ waiting }) => waiting.length === 0)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [slow, fast] = held;
    fast.isHolding = false;
    fast.waiting[0]?.end('{}');
    for (let at = 0; at < 10; at++) assert.equal(await ask(`more ${at}`), 200);
    assert.deepEqual([slow.count, fast.count], [1, 11]);
    slow.waiting[0]?.end('{}');
    assert.deepEqual(await Promise.all(both), [200, 200]);
  });

  it('asks another gateway where one breaks off before it answers', async () => {
    const [broken, good] = held;
    broken.isBroken = true;
    for (let at = 0; at < 10; at++) assert.equal(await ask(`again ${at}`), 200);
    // It is left alone for a second.
    assert.deepEqual([broken.count, good.count], [1, 10]);
  });

  it('finds those that are back, though each of them has failed just now', async () => {
    for (const each of held) each.isBroken = true;
    assert.equal(await ask('nobody'), 502);
    for (const each of held) each.isBroken = false;
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(`more ${at}`)));
    assert.deepEqual(new Set(statuses), new Set([200]));
  });

  it('refuses what is too large in the form of the gateway', async () => {
    const answer = await asked(balancer.url, 'ak', { content: 'x'.repeat(12_000_000) });
    assert.equal(answer.status, 413);
    assert.match(JSON.parse(await read(answer)).error.message, /larger than 11 MB/);
  });

  it('shows nobody the metrics', async () => {
    const { status } = await fetch(balancer.url.replace('/v1', '/metrics'));
    assert.equal(status, 404);
  });
});

describe('two gateways behind the load balancer of deploy/', () => {
  needs('nginx', '-v');
  let ground: Ground;
  let other: GatewayProcess;
  let balancer: Balancer;
  before(async () => {
    ground = await Ground.begin();
    other = await GatewayProcess.begin(ground.config, ground.environment);
    balancer = await Balancer.before([ground.gateway.address, other.address]);
  });
  after(async () => {
    await balancer.stop();
    await other.stop();
    await ground.stop();
  });

  it('answer everything, streamed and whole, also when one of them is killed', async () => {
    const { apiKey } = ground.place;
    const wrong: string[] = [];
    const burst = (name: string) =>
      Promise.all(
        Array.from({ length: 20 }, async (_, at) => {
          const stream = at % 2 === 0;
          const answer = await asked(balancer.url, apiKey, { content: `${name} ${at}`, stream });
          const text = await read(answer);
          const isWhole = stream ? text.endsWith('data: [DONE]\n\n') : JSON.parse(text).choices;
          if (answer.status !== 200 || !isWhole) wrong.push(`${answer.status} ${text}`);
        }),
      );
    await burst('both');
    for (const pid of [...childrenOf(other.pid), other.pid]) process.kill(pid, 'SIGKILL');
    await burst('one');
    await burst('one again');
    assert.deepEqual(wrong, []);
  });
});
