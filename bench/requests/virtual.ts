import type { HttpCall } from '../../server/src/base/httpCall.ts';
import type { Priority } from '../../server/src/domain/generation.ts';
import { seededRandom } from '../../tools/random.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { freshRequest, requestPath } from '../../tools/testing/requestPath.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';

const event = (text: string, finish: string | null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text }, finish_reason: finish }] })}\n\n`;

async function* body(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const ANSWER = `${event('answer', null)}${event('', 'stop')}data: [DONE]\n\n`;
const answered = () => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: body(ANSWER),
});
const atMost = (value: number) => ({ is: 'atMost', value }) as const;
const atLeast = (value: number) => ({ is: 'atLeast', value }) as const;

const without = { cache: { disk: { enable: false } } };
const settingsOf = (limits: object, more: object = {}) => ({
  ...without,
  ...more,
  endpoints: [{ id: 'e', provider: 'openai', url: 'http://upstream/v1', model: 'm', limits }],
});
const never = new AbortController().signal;

/** Waits in virtual time. */
const wait = (clock: FakeClock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = clock.after(ms, resolve);
    signal.addEventListener('abort', () => {
      timer.dispose();
      reject(signal.reason);
    });
  });

const SECOND = 1_000;
const OUTAGE = { from: 20 * SECOND, to: 30 * SECOND };
const END = 60 * SECOND;

/**
 * Ten seconds in which the server refuses whatever comes, or takes it and never answers, at 80 % of what it can do; people
 * wait for every request.
 */
export async function outage(server: 'refuses' | 'hangs'): Promise<Measured[]> {
  const clock = new FakeClock();
  const random = seededRandom(11);
  const places = 8;
  const serviceMs = 100;
  /** The times at which requests reached the server, in monotonic milliseconds. */
  const arrivals: number[] = [];
  let busy = 0;
  const waiting: (() => void)[] = [];
  const call: HttpCall = async ({ signal }) => {
    arrivals.push(clock.monotonic());
    if (clock.monotonic() >= OUTAGE.from && clock.monotonic() < OUTAGE.to) {
      await wait(clock, server === 'hangs' ? 10 * END : 5, signal);
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    }
    if (busy >= places) await new Promise<void>((resolve) => waiting.push(resolve));
    busy++;
    try {
      await wait(clock, serviceMs * (0.5 + random()), signal);
    } finally {
      busy--;
      waiting.shift()?.();
    }
    return answered();
  };
  const settings = settingsOf({ concurrency: 32 }, { requests: { concurrency: 100 } });
  const path = requestPath({ clock, call, settings });
  const gapMs = serviceMs / (0.8 * places);
  const done: { at: number; ms: number; isAnswered: boolean }[] = [];
  let asked = 0;
  const running: Promise<unknown>[] = [];
  for (let at = 0; at < END; at += gapMs) {
    await clock.pass(gapMs);
    asked++;
    const begin = clock.monotonic();
    const end = (isAnswered: boolean) => () =>
      done.push({ at: begin, ms: clock.monotonic() - begin, isAnswered });
    const request = path.generate(freshRequest(), { signal: never, priority: 'invoked' });
    running.push(request.then(end(true), end(false)));
  }
  await clock.pass(60 * SECOND);
  await Promise.all(running);
  path.dispose();
  const normal = quantile(
    done.filter(({ at }) => at < OUTAGE.from).map(({ ms }) => ms),
    0.95,
  );
  /** The last second after the outage in which something failed or took twice as long as usual. */
  const bad = done.filter(
    ({ at, ms, isAnswered }) => at >= OUTAGE.to && (!isAnswered || ms > 2 * normal),
  );
  const recoveredMs = bad.length === 0 ? 0 : Math.max(...bad.map(({ at }) => at)) - OUTAGE.to;
  const after = (at: number) => at >= OUTAGE.from && at < OUTAGE.to + 10 * SECOND;
  const sent = arrivals.filter(after).length;
  const wanted = done.filter(({ at }) => after(at)).length;
  console.log(
    `outage (${server}): ${asked} asked, ${arrivals.length} arrived; in the outage and 10 s after it ${wanted} and ${sent}`,
  );
  return [
    {
      name: `server ${server} for 10 s: normal again after`,
      unit: 's',
      value: recoveredMs / SECOND,
      bar: atMost(5),
    },
    {
      name: `server ${server} for 10 s: amplification`,
      unit: '×',
      value: sent / wanted,
      bar: atMost(1.2),
    },
  ];
}

/** A free tier of 15 requests a minute and 150 a day over eight hours, the server counting in two ways. */
export async function freeTier(): Promise<Measured[]> {
  const clock = new FakeClock();
  const random = seededRandom(3);
  const arrivals: number[] = [];
  let refused = 0;
  const MINUTE = 60 * SECOND;
  const HOUR = 60 * MINUTE;
  const call: HttpCall = async ({ signal }) => {
    // On the way: requests do not arrive as evenly as they are sent.
    await wait(clock, 20 + 200 * random(), signal);
    const now = clock.monotonic();
    const sliding = arrivals.filter((at) => at > now - MINUTE).length;
    const fixed = arrivals.filter(
      (at) => Math.floor(at / MINUTE) === Math.floor(now / MINUTE),
    ).length;
    arrivals.push(now);
    if (sliding >= 15 || fixed >= 15 || arrivals.length > 150) {
      refused++;
      return { status: 429, headers: {}, body: body('{}') };
    }
    return answered();
  };
  const limits = { requestsPerMinute: 15, requestsPerDay: 150 };
  const path = requestPath({ clock, call, settings: settingsOf(limits) });
  const automatic: number[] = [];
  const explicit = { asked: 0, answered: 0 };
  const ask = (priority: Priority, answeredNow: () => void) =>
    path.generate(freshRequest(), { signal: never, priority }).then(answeredNow, () => undefined);
  const running: Promise<unknown>[] = [];
  for (let at = 0; at < 8 * HOUR; ) {
    const gapMs = 4_000 + 8_000 * random();
    await clock.pass(gapMs);
    at += gapMs;
    const hour = Math.floor(clock.monotonic() / HOUR);
    running.push(ask('automatic', () => automatic.push(hour)));
    const isTime =
      at > 7 * HOUR && explicit.asked < 20 && (at - 7 * HOUR) / (2 * MINUTE) > explicit.asked;
    if (!isTime) continue;
    explicit.asked++;
    running.push(ask('invoked', () => explicit.answered++));
  }
  await clock.pass(MINUTE);
  await Promise.all(running);
  path.dispose();
  const hours = Array.from(
    { length: 8 },
    (_, hour) => automatic.filter((at) => at === hour).length,
  );
  console.log(
    `free tier: automatic calls by the hour ${hours.join(' ')}, ${arrivals.length} in all`,
  );
  return [
    { name: 'free tier, 8 h: 429', unit: '', value: refused, bar: atMost(0) },
    {
      name: 'free tier: automatic calls in the poorest hour',
      unit: '',
      value: Math.min(...hours),
      bar: atLeast(8),
    },
    {
      name: 'free tier: explicit requests answered',
      unit: 'of 20',
      value: explicit.answered,
      bar: atLeast(20),
    },
  ];
}

/** Every way in which servers say when to come again: 12 s later, by whichever clock. */
const WAIT_MS = 12_000;
const FORMATS: readonly (readonly [
  name: string,
  headers: (now: number) => Record<string, string>,
])[] = [
  ['retry-after, seconds', () => ({ 'retry-after': '12' })],
  ['retry-after, date', (now) => ({ 'retry-after': new Date(now + WAIT_MS).toUTCString() })],
  ['retry-after-ms', () => ({ 'retry-after-ms': '12000' })],
  ['x-ms-retry-after-ms', () => ({ 'x-ms-retry-after-ms': '12000' })],
  ['reset, Go duration', () => spent('12s')],
  ['reset, Go duration with ms', () => spent('11s1000ms')],
  ['reset, integer seconds', () => spent('12')],
  ['reset, epoch seconds', (now) => spent(String((now + WAIT_MS) / 1_000))],
  ['x-ratelimit-timeremaining', () => ({ 'x-ratelimit-timeremaining': '12' })],
  [
    'rest of the minute',
    (now) => ({
      'x-ratelimit-remaining-req-minute': '0',
      date: new Date(now - (now % 60_000) + 48_000).toUTCString(),
    }),
  ],
];
const spent = (reset: string) => ({
  'x-ratelimit-remaining-requests': '0',
  'x-ratelimit-reset-requests': reset,
});

export async function refusals(): Promise<Measured[]> {
  const rows: string[][] = [];
  const early: number[] = [];
  const late: number[] = [];
  for (const [name, headers] of FORMATS) {
    const clock = new FakeClock();
    const arrivals: number[] = [];
    const call: HttpCall = async () => {
      arrivals.push(clock.monotonic());
      if (arrivals.length > 1) return answered();
      return { status: 429, headers: headers(clock.now()), body: body('{}') };
    };
    const path = requestPath({ clock, call, settings: settingsOf({}) });
    const asked = path.generate(freshRequest(), { signal: never, priority: 'invoked' });
    await clock.pass(30_000);
    await asked;
    path.dispose();
    const offBy = (arrivals[1] ?? Number.POSITIVE_INFINITY) - (arrivals[0] ?? 0) - WAIT_MS;
    // A date has whole seconds only: what is allowed is up to one before what was meant.
    const isWhole = name.endsWith('date');
    early.push(Math.max(0, -offBy - (isWhole ? SECOND : 0)));
    late.push(Math.max(0, offBy));
    rows.push([name, `${offBy.toFixed(0)} ms`]);
  }
  printTable(['429 says when by', 'asked again, beside the allowed instant'], rows);
  return [
    {
      name: '429: asked before the allowed instant by',
      unit: 'ms',
      value: Math.max(...early),
      bar: atMost(0),
    },
    {
      name: '429: asked later than it by',
      unit: 'ms',
      value: Math.max(...late),
      bar: atMost(1_000),
    },
  ];
}
