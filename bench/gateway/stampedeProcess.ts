import { systemClock } from '../../server/src/base/clock.ts';
import type { HttpCall } from '../../server/src/base/httpCall.ts';
import { sharedEngine } from '../../tools/testing/sharedEngine.ts';

/**
 * One of several processes with the product's request path, for `fork`: asks the same at every message, so many times, and tells how
 * many were answered and how long the slowest took. `stampedeProcess.ts REDIS UPSTREAM COUNT`.
 */
const [redisUrl = '', upstreamUrl = '', count] = process.argv.slice(2);

const call: HttpCall = async ({ method, body, signal }) => {
  const response = await fetch(upstreamUrl, { method, body: body as string, signal });
  const { status, headers } = response;
  const stream = response.body as unknown as AsyncIterable<Uint8Array>;
  return { status, headers: Object.fromEntries(headers), body: stream };
};

const engine = await sharedEngine(redisUrl, call, systemClock);
process.on('message', async (user: string) => {
  const request = {
    task: 'action',
    input: { kind: 'chat', system: 'Be short.', user },
    languageId: 'typescript',
    maxOutputTokens: 64,
    temperature: 0,
    stopRule: { name: 'none', version: 1 },
  } as const;
  const begunAt = performance.now();
  const asked = Array.from({ length: Number(count) }, () => engine.ask({ ...request }));
  const settled = await Promise.allSettled(asked);
  process.send?.({
    answered: settled.filter(({ status }) => status === 'fulfilled').length,
    ms: performance.now() - begunAt,
  });
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
