import { execFileSync } from 'node:child_process';
import { setTimeout as later } from 'node:timers/promises';
import { childrenOf } from '../../tools/machine/childProcesses.ts';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { load, modelServer, ours, type Way } from './ways.ts';

const STREAMS = 1_000;
const CALLERS = 32;
const RESTART_MS = 12_000;

/** The workers of a gateway, by their process ids. */
const workersOf = ({ pid = 0 }: Way): number[] => childrenOf(pid);

/** Workers that die, and all that are replaced one after the other, under load. */
export async function faults(): Promise<Measured[]> {
  const killed = await oneKilled();
  const restarted = await allReplaced();
  const same = await stampede();
  printTable(
    ['faults of the gateway', ''],
    [
      [`${STREAMS} streams, one of two workers killed: broken`, String(killed.broken)],
      ['the same, of a worker that lived', String(killed.brokenElsewhere)],
      ['asked again: not answered', String(killed.unanswered)],
      ['all workers replaced: failed requests', `${restarted.failed} of ${restarted.all}`],
      [`${STREAMS} identical requests: calls`, String(same)],
    ],
  );
  const none = { is: 'atMost', value: 0 } as const;
  return [
    {
      name: 'streams broken that did not run in the killed worker',
      unit: '',
      value: killed.brokenElsewhere,
      bar: none,
    },
    {
      name: 'broken ones not answered when asked again',
      unit: '',
      value: killed.unanswered,
      bar: none,
    },
    { name: 'rolling restart: failed requests', unit: '', value: restarted.failed, bar: none },
    {
      name: 'calls for identical requests, for each worker',
      unit: '',
      value: same / 2,
      bar: { is: 'atMost', value: 1 },
    },
  ];
}

async function oneKilled() {
  const server = await modelServer(0, { deltas: 16, paceMs: 500 });
  const way = await ours(server.port, { workers: { min: 2, max: 2 } });
  const [victim = 0] = workersOf(way);
  const running = load(way, { callers: STREAMS, isStreamed: true, times: 1 });
  // By then all streams have begun, and none has ended.
  await later(5_000);
  const inVictim = await inFlightOf(way, victim);
  process.kill(victim, 'SIGKILL');
  const seen = await running;
  const again = await load(way, { callers: Math.max(1, seen.failed), isStreamed: true, times: 1 });
  await way.stop();
  await server.stop();
  return {
    broken: seen.failed,
    brokenElsewhere: Math.max(0, seen.failed - inVictim),
    unanswered: again.failed,
  };
}

/** Connections that a process has with callers. */
async function inFlightOf({ url }: Way, pid: number): Promise<number> {
  const { port } = new URL(url);
  const lines = execFileSync('ss', ['-Htnp', 'state', 'established', `( sport = :${port} )`], {
    encoding: 'utf8',
  });
  return lines.split('\n').filter((line) => line.includes(`pid=${pid},`)).length;
}

async function allReplaced() {
  const server = await modelServer(20);
  const way = await ours(server.port, { workers: { min: 2, max: 2 } });
  const running = load(way, { callers: CALLERS, isStreamed: false, ms: RESTART_MS });
  await later(2_000);
  process.kill(way.pid as number, 'SIGUSR2');
  const seen = await running;
  await way.stop();
  await server.stop();
  return { failed: seen.failed, all: seen.answered + seen.failed };
}

async function stampede(): Promise<number> {
  const server = await modelServer(500);
  const way = await ours(server.port, { workers: { min: 2, max: 2 } });
  const before = await server.calls();
  await load(way, { callers: STREAMS, isStreamed: false, times: 1, isSame: true });
  const calls = (await server.calls()) - before;
  await way.stop();
  await server.stop();
  return calls;
}
