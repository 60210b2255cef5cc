import { systemClock } from '../../server/src/base/clock.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { DIRECT } from '../../server/src/upstream/transport/options.ts';
import { selfSigned } from '../../tools/servers/certificate.ts';
import { H2Upstream } from '../../tools/servers/h2Upstream.ts';
import type { Measured } from '../support/bench.ts';
import { quantile } from '../support/table.ts';

const AT_ONCE = 40;
const ANSWER_MS = 300;
const ROUNDS = 20;

/** HTTP/2: many requests in one session, and the next request after the session broke. */
export async function h2(): Promise<Measured[]> {
  const tls = selfSigned();
  const upstream = new H2Upstream(tls);
  await upstream.start();
  const clientOf = () => {
    const client = new HttpClient(systemClock);
    client.configure({ ...DIRECT, authorities: tls.certificate });
    return client;
  };
  const post = async (client: HttpClient) => {
    const { signal } = new AbortController();
    const begin = performance.now();
    const call = {
      url: `${upstream.url}/x`,
      method: 'POST',
      headers: {},
      body: '{}',
      signal,
    } as const;
    for await (const _ of (await client.call(call)).body);
    return performance.now() - begin;
  };
  const client = clientOf();
  await post(client);
  upstream.answerMs = ANSWER_MS;
  const alone: number[] = [];
  for (let round = 0; round < 5; round++) alone.push(await post(client));
  const begin = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, () => post(client)));
  const together = performance.now() - begin;
  const sessions = upstream.sessions;
  client.dispose();
  upstream.answerMs = 0;
  let failed = 0;
  for (const how of ['goaway', 'destroy'] as const) {
    const broken = clientOf();
    for (let round = 0; round < ROUNDS; round++) {
      await post(broken).catch(() => failed++);
      upstream.breakAll(how);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await post(broken).catch(() => failed++);
    broken.dispose();
  }
  await upstream.stop();
  tls.remove();
  const atMost = (value: number) => ({ is: 'atMost', value }) as const;
  return [
    { name: `HTTP/2: sessions for ${AT_ONCE} at once`, unit: '', value: sessions, bar: atMost(1) },
    {
      name: `HTTP/2: ${AT_ONCE} at once, beside one`,
      unit: '×',
      value: together / quantile(alone, 0.5),
      bar: atMost(1.5),
    },
    {
      name: `HTTP/2: requests lost right after GOAWAY or a broken session, of ${2 * ROUNDS}`,
      unit: '',
      value: failed,
      bar: atMost(0),
    },
  ];
}
