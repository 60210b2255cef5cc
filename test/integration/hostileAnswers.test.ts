import { strict as assert } from 'node:assert';
import type { Socket } from 'node:net';
import { systemClock } from '../../server/src/base/clock.ts';
import type { EndpointError } from '../../server/src/domain/endpointError.ts';
import type { MetricsEvent } from '../../server/src/metrics/collect/recorder.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { freshRequest, requestPath } from '../../tools/testing/requestPath.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { HeldMemory } from '../support/heldMemory.ts';
import { ANSWERS, good, MARK, refused, says, sized } from '../support/hostileAnswers.ts';
import { RawServer } from '../support/rawServer.ts';

/** Bytes that may be held while one answer is read, code of the decoders included. */
const MAX_GROWTH = 150 * 1024 * 1024;
/** Milliseconds of the fake clock in which every answer must be over: the deadline of the whole. */
const OVER_WITHIN_MS = 61_000;
/** Headers of limits, on a refusal: none may keep the endpoint away for longer than a day. */
const VALUES = [
  '9'.repeat(12_000),
  `${'1'.repeat(12_000)}x`,
  '-5',
  'NaN',
  'Infinity',
  '1e400',
  '1.5',
  '1, 2, 3',
  '',
  'Fri, 31 Dec 9999 23:59:59 GMT',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  '0x10',
  '١٢',
  '5 s',
  '1h'.repeat(5_000),
];
const HEADERS = [
  'retry-after',
  'retry-after-ms',
  'x-ratelimit-reset-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-timeremaining',
  'date',
];

describe('a model server that means harm', function () {
  this.timeout(60_000);
  let server: RawServer;
  let client: HttpClient;
  let clock: FakeClock;
  let told: MetricsEvent[];
  let path: ReturnType<typeof requestPath>;

  beforeEach(async () => {
    server = await new RawServer(good).start();
    client = new HttpClient(systemClock);
    clock = new FakeClock();
    // The sockets are real, and so are turns of the event loop.
    clock.soon = (callback) => void setImmediate(callback);
    told = [];
    const url = `http://127.0.0.1:${server.port}/v1`;
    path = requestPath({
      clock,
      call: client.call,
      settings: {
        endpoints: [{ id: 'e', provider: 'openai', url, model: 'm' }],
        cache: { disk: { enable: false } },
      },
      observe: (each) => told.push(each),
    });
  });

  afterEach(async () => {
    path.dispose();
    client.dispose();
    await server.stop();
  });

  /** Most bytes that were held while the last answer was read. */
  let held = new HeldMemory();

  /** Asks once; time passes until there is an answer, in steps that leave real sockets their turn. */
  async function ask(passMs: number): Promise<string> {
    let outcome: string | undefined;
    const signal = new AbortController().signal;
    path.generate(freshRequest(), { signal, priority: 'automatic' }).then(
      ({ text }) => {
        outcome = text;
      },
      (error: EndpointError) => {
        outcome = `${error.kind ?? error} ${error.message}`;
      },
    );
    const begunAt = clock.monotonic();
    const realAt = performance.now();
    while (outcome === undefined && clock.monotonic() - begunAt < OVER_WITHIN_MS) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      held.look();
      // What the server says at once is read before a deadline can pass.
      if (performance.now() - realAt > passMs) await clock.pass(500);
    }
    return outcome ?? 'no end';
  }

  /** A few more requests, minutes later: until the pause of the breaker is over. */
  async function recovers(): Promise<void> {
    server.answer = good;
    await clock.pass(25 * 3_600_000);
    assert.equal(await ask(20_000), 'sum();');
  }

  for (const [name, answer, outcome] of ANSWERS) {
    it(`costs bounded memory and time, and is asked again: ${name}`, async () => {
      server.answer = answer;
      held = new HeldMemory();
      const came = await ask(6_000);
      const grown = held.grown();
      const [kind = ''] = came.split(' ', 1);
      if (typeof outcome === 'string') assert.equal(kind, outcome);
      else assert.match(kind, outcome);
      assert.ok(grown < MAX_GROWTH, `${Math.round(grown / 1e6)} MB more are held`);
      // The server's own sentence is told to the user, and to nobody else.
      const words = told.map((event) => ({ ...event, sentence: undefined }));
      assert.doesNotMatch(came + JSON.stringify(words), new RegExp(MARK));
      // Small enough to be there whole, so that the connection can serve the next request.
      const isWhole = /bomb of (?:brotli|zstd)|window/.test(name);
      const keepsConnection = isWhole || ['sum();', 'redirected'].includes(kind);
      if (!keepsConnection)
        await waitFor('the connection to be closed', () => server.openSockets === 0);
      if (!['unauthorized', 'retired'].includes(kind)) await recovers();
    });
  }

  it('keeps nobody away for more than a day by what it says of its limits', async () => {
    for (const header of HEADERS) {
      for (const value of VALUES) {
        server.answer = says(
          sized(
            Buffer.from(
              `HTTP/1.1 429 No\r\n${header}: ${value}\r\nx-ratelimit-remaining-requests: 0\r\n`,
            ).toString('latin1'),
            MARK,
          ),
        );
        assert.match(
          await ask(6_000),
          /^(?:rateLimited|unreachable)/,
          `${header}: ${value.slice(0, 40)}`,
        );
        await recovers();
      }
    }
  });

  it('gets no key by a redirect', async () => {
    const elsewhere = await new RawServer(good).start();
    server.answer = refused(
      '308 Elsewhere',
      `location: http://127.0.0.1:${elsewhere.port}/v1/chat/completions\r\n`,
    );
    assert.match(await ask(6_000), /^redirected/);
    assert.equal(elsewhere.requests, 0);
    await elsewhere.stop();
  });

  it('ends with the first byte that is late, though one comes each second', async () => {
    let socket: Socket | undefined;
    server.answer = (each) => {
      socket = each;
    };
    const asked = ask(0);
    await waitFor('the request', () => socket !== undefined);
    const drip = setInterval(() => socket?.write('H'), 10);
    assert.match(await asked, /^(?:timeout|unreachable)/);
    clearInterval(drip);
    await recovers();
  });
});
