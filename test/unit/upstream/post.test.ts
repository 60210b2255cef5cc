import { strict as assert } from 'node:assert';
import type { HttpCall, HttpResponse } from '../../../server/src/base/httpCall.ts';
import { BodyCoding } from '../../../server/src/upstream/bodyCoding.ts';
import { post } from '../../../server/src/upstream/post.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const QUIET = { isUserInitiated: false, mayBeSilent: false };

async function* empty(): AsyncGenerator<Uint8Array> {}

describe('sending a request', () => {
  const send = async (
    answers: readonly Partial<HttpResponse>[],
    { apiKey = 'key', headers = {} }: { apiKey?: string; headers?: Record<string, string> } = {},
  ) => {
    const urls: string[] = [];
    const call: HttpCall = async ({ url }) => {
      const answer = answers[urls.length] ?? {};
      urls.push(url);
      return { status: 200, headers: {}, body: empty(), ...answer };
    };
    const clock = new FakeClock();
    const coding = new BodyCoding(clock);
    const tools = { call, clock, coding, compression: 'never' } as const;
    const { signal } = new AbortController();
    const outgoing = { path: '/completions', body: '{}', apiKey, signal, ...QUIET };
    const { status } = await post(anEndpoint({ headers }), tools, outgoing);
    return { status, urls };
  };

  it('follows a redirect that keeps the method, once, to the same origin', async () => {
    const slash = { status: 307, headers: { location: '/v1/completions/' } };
    assert.deepEqual(await send([slash]), {
      status: 200,
      urls: ['http://127.0.0.1:1/v1/completions', 'http://127.0.0.1:1/v1/completions/'],
    });
    const again = { status: 308, headers: { location: '/v1/again' } };
    assert.deepEqual((await send([slash, again])).status, 308);
  });

  it('follows none that leads elsewhere, nowhere, or in a circle, or changes the method', async () => {
    const places = [
      'https://127.0.0.1:1/v1',
      'http://127.0.0.1:2/',
      '//b.example/',
      'http://[',
      '/v1/completions',
    ];
    for (const location of places) {
      const { urls } = await send([{ status: 307, headers: { location } }]);
      assert.equal(urls.length, 1, location);
    }
    assert.equal((await send([{ status: 302, headers: { location: '/v1/x' } }])).urls.length, 1);
  });

  it('says what cannot be sent, and not what it holds', async () => {
    for (const apiKey of ['line\nbreak', 'zero\u200bwidth']) {
      await assert.rejects(send([], { apiKey }), { kind: 'unsendable', sentence: 'the API key' });
    }
    const odd: [Record<string, string>, string][] = [
      [{ 'x team': 'a' }, 'the header “x team”'],
      [{ 'x-team': 'a\r\nb: c' }, 'the header “x-team”'],
    ];
    for (const [headers, sentence] of odd) {
      await assert.rejects(send([], { headers }), { kind: 'unsendable', sentence });
    }
  });
});
