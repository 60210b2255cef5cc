import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Agent, request } from 'undici';
import { systemClock } from '../../server/src/base/clock.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { freshRequest, requestPath } from '../../tools/testing/requestPath.ts';
import { quantile } from '../support/table.ts';

/**
 * Many callers at once in a process of their own, for `fork`: `node caller.ts ours|bare URL CALLERS ROUNDS [HEADERS]`. Tells
 * how many were answered, in how many seconds, its memory and how late its event loop was. The bare ones send the headers, too.
 */
const [kind = 'ours', url = '', callers = '1', rounds = '1', more = '{}'] = process.argv.slice(2);

function ours(): () => Promise<string> {
  const client = new HttpClient(systemClock);
  const limits = { concurrency: 1_000 };
  const settings = {
    endpoints: [{ id: 'e', provider: 'openai', url, model: 'm', limits }],
    requests: { concurrency: 1_000 },
    cache: { disk: { enable: false } },
  };
  const path = requestPath({ clock: systemClock, call: client.call, settings });
  return async () => {
    const { signal } = new AbortController();
    const { text } = await path.generate(freshRequest(), { signal, priority: 'action' });
    return text;
  };
}

function bare(): () => Promise<string> {
  const dispatcher = new Agent({ connections: 1_000 });
  const headers = { 'content-type': 'application/json', ...JSON.parse(more) };
  let asked = 0;
  return async () => {
    const messages = [{ role: 'user', content: `Question ${++asked}` }];
    const body = JSON.stringify({ model: 'm', messages, stream: true });
    const options = { dispatcher, method: 'POST', headers, body } as const;
    const response = await request(`${url}/chat/completions`, options);
    let text = '';
    for await (const chunk of response.body) text += chunk;
    return text;
  };
}

const ask = kind === 'ours' ? ours() : bare();
await ask();
const lag = monitorEventLoopDelay({ resolution: 10 });
lag.enable();
const begin = performance.now();
let answered = 0;
const times: number[] = [];
let peak = 0;
const cpuBefore = process.cpuUsage();
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
await Promise.all(
  Array.from({ length: Number(callers) }, async () => {
    for (let round = 0; round < Number(rounds); round++) {
      const from = performance.now();
      if ((await ask()) !== '') answered++;
      times.push(performance.now() - from);
    }
  }),
);
clearInterval(sampling);
const seconds = (performance.now() - begin) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
process.send?.({
  answered,
  perSecond: answered / seconds,
  cpuSeconds: (user + system) / 1e6,
  seconds,
  megabytes: peak / 1024 / 1024,
  lagMs: lag.percentile(99) / 1e6 - 10,
  worstLagMs: lag.max / 1e6 - 10,
  p99: quantile(times, 0.99),
});
process.exit(0);
