import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../server/src/base/clock.ts';
import type { HttpCall } from '../server/src/base/httpCall.ts';
import type { GenerationRequest } from '../server/src/domain/generation.ts';
import { type Score, scoreOf } from '../server/src/metrics/judge/score.ts';
import { duration } from '../server/src/protocol/wording.ts';
import { HttpClient } from '../server/src/upstream/transport/httpClient.ts';
import { seededRandom } from '../tools/random.ts';
import { ROOT } from '../tools/root.ts';
import { requestPath } from '../tools/testing/requestPath.ts';
import { callers } from './requests/callers.ts';
import { UpstreamProcess } from './requests/upstreamProcess.ts';
import type { Bench, Measured } from './support/bench.ts';
import {
  CALLERS,
  DRAWS,
  MEDIAN_MS,
  PER_SECOND,
  QUESTIONS,
  ROUNDS,
  rowsOf,
  SIGMA,
  SKEW,
  TOKENS,
  worstRatio,
} from './support/seedTable.ts';
import { printTable, quantile } from './support/table.ts';
import { zipf } from './support/traces.ts';

const [BEGIN, END] = ['<!-- npm run bench -- seed writes from here -->', '<!-- to here -->'];

const questionOf = (rank: number): GenerationRequest => ({
  task: 'action',
  input: { kind: 'chat', system: 'Be short.', user: `Question number ${rank}: what now?` },
  languageId: 'typescript',
  maxOutputTokens: 64,
  temperature: 0,
  stopRule: { name: 'none', version: 1 },
});

interface Asked {
  readonly ms: number;
  readonly isMiss: boolean;
  /** Until the call for it began; of misses only. */
  readonly lookUpMs: number;
}

/** The product's request path as people use it, against that server. */
async function everyday(): Promise<Asked[]> {
  const upstream = await UpstreamProcess.begin({ delayMs: MEDIAN_MS, events: 3, sigma: SIGMA });
  const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  const client = new HttpClient(systemClock);
  const called = new Map<string, number>();
  const call: HttpCall = (options) => {
    const question = /number \d+/.exec(String(options.body))?.[0] ?? '';
    called.set(question, performance.now());
    return client.call(options);
  };
  const endpoint = { id: 'e', provider: 'openai', url: upstream.url, model: 'm' };
  const limits = { concurrency: 100 };
  const settings = { endpoints: [{ ...endpoint, limits }], requests: { concurrency: 100 } };
  const path = requestPath({ clock: systemClock, call, settings, storagePath });
  const draw = zipf(QUESTIONS, SKEW, seededRandom(6));
  const asked: Promise<Asked>[] = [];
  const began = performance.now();
  for (let index = 0; index < DRAWS; index++) {
    const rank = draw();
    asked.push(
      (async () => {
        const { signal } = new AbortController();
        const from = performance.now();
        const { source } = await path.generate(questionOf(rank), { signal, priority: 'action' });
        const ms = performance.now() - from;
        const at = called.get(`number ${rank}`) ?? from;
        return { ms, isMiss: source === 'upstream', lookUpMs: Math.max(0, at - from) };
      })(),
    );
    const due = began + ((index + 1) * 1_000) / PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
  const all = await Promise.all(asked);
  path.dispose();
  client.dispose();
  upstream.stop();
  rmSync(storagePath, { recursive: true });
  return all;
}

/** The design's benchmark table: its targets, what was measured, its score; written into the README. */
export const seed: Bench = {
  name: 'seed',
  run: async () => {
    const all = await everyday();
    const upstream = await UpstreamProcess.begin({ delayMs: 60, events: TOKENS, spreadMs: 60 });
    const load = { kind: 'ours', url: upstream.url, callers: CALLERS, rounds: ROUNDS } as const;
    const saturated = await callers(load);
    upstream.stop();
    const times = all.map(({ ms }) => ms / 1000);
    const misses = all.filter(({ isMiss }) => isMiss);
    const lookUps = misses.map(({ lookUpMs }) => lookUpMs / 1000);
    const score = scoreOf({
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      p99: quantile(times, 0.99),
      requestsPerSecond: saturated.perSecond,
      tokensPerSecond: saturated.perSecond * TOKENS,
      hitRate: 1 - misses.length / all.length,
      missLatency: quantile(lookUps, 0.95),
      cpu: saturated.cpuSeconds / saturated.seconds / cpus().length,
      memory: (saturated.megabytes * 1_048_576) / totalmem(),
    });
    const missTimes = misses.map(({ ms }) => ms);
    const missed = [0.5, 0.95, 0.99].map((share) => duration(quantile(missTimes, share)));
    printTable(['figure', 'target', 'measured', 'ratio'], rowsOf(score));
    console.log(
      `${misses.length} of ${all.length} were misses: ${missed.join(', ')} (p50, p95, p99)`,
    );
    writeReadme(score, `${misses.length} of ${all.length}`, missed);
    const least = worstRatio(score);
    const measured: Measured[] = [
      { name: 'score', unit: '', value: score.score ?? 0, bar: { is: 'atLeast', value: 1.5 } },
      { name: 'worst ratio to a target', unit: '', value: least, bar: { is: 'atLeast', value: 1 } },
    ];
    return measured;
  },
};

function writeReadme(score: Score, missed: string, times: readonly string[]): void {
  const path = join(ROOT, 'README.md');
  const text = readFileSync(path, 'utf8');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(['figure', 'target', 'measured', 'ratio (at most 2)']),
    line([':--', '--:', '--:', '--:']),
    ...rowsOf(score).map(line),
    line(['**Score**', '', '', `**${(score.score ?? 0).toFixed(2)}**`]),
  ];
  const model = (MEDIAN_MS / 1000).toFixed(2);
  const said = `${DRAWS} requests at ${PER_SECOND} a second from a cold start, drawn from ${QUESTIONS} questions (Zipf, ${SKEW}), against a scripted server that takes ${model} s in the median and 1.8 s at p99. ${missed} had to ask it; those alone took ${times.join(', ')} (p50, p95, p99). Saturated is ${CALLERS} callers at once; processor and memory are shares of the machine (${cpus().length} cores).`;
  const before = text.slice(0, text.indexOf(BEGIN) + BEGIN.length);
  const after = text.slice(text.indexOf(END));
  if (!text.includes(BEGIN) || !text.includes(END))
    throw new Error('README.md has no place for it');
  writeFileSync(path, `${before}\n${table.join('\n')}\n\n${said}\n${after}`);
}
