import { RULES } from '../../server/src/scaling/rules.ts';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { kubernetes, oracle, policy, toTheLetter } from './autoscalers.ts';
import { dayOfLoad } from './dayOfLoad.ts';
import { flapsOf, turnedBack } from './flapping.ts';
import { type FleetMinute, type FleetOptions, simulate } from './simulatedFleet.ts';

/** Days 1 to 10 were there to choose the rules' figures; these only judge. */
const JUDGED = [201, 202, 203, 204, 205, 206];
const BOUNDS = { min: RULES.leastWorkers, max: 250 };
/** A pod whose image is there already; a worker process. */
const POD_SECONDS = 30;
const PROCESS_SECONDS = 2;
/** A minute is good if at most this part of its requests got its first word after two seconds: their 95th percentile is below. */
const LATE_SHARE = 0.05;
/** Processors that an oracle fills further than the rules allow. */
const FULL = 0.9;

type How = (perSecond: readonly number[]) => Pick<FleetOptions, 'choose' | 'startSeconds'>;

interface Judged {
  /** Instances times minutes. */
  readonly instances: number;
  readonly goodMinutes: number;
  readonly minutes: number;
  readonly turnedBack: number;
  readonly flaps: number;
}

function judge(minutes: readonly FleetMinute[], needed: readonly number[]): Judged {
  if (minutes.every(({ made }) => made.count === 0)) throw new Error('Nothing was asked all day');
  const workers = minutes.map((minute) => minute.workers);
  return {
    instances: workers.reduce((sum, count) => sum + count, 0),
    goodMinutes: minutes.filter(({ made }) => made.late <= LATE_SHARE * made.count).length,
    minutes: minutes.length,
    turnedBack: turnedBack(workers).length,
    flaps: flapsOf(workers, needed),
  };
}

/** Days of load under the policy, beside others that choose how many workers there are. */
export async function simulatedDay(): Promise<readonly Measured[]> {
  const days = JUDGED.map((seed) => ({ seed, perSecond: dayOfLoad(seed) }));
  const over = (how: How): Days =>
    new Days(
      days.map(({ seed, perSecond }) => {
        const needed = oracle(perSecond, RULES.up.cpu, BOUNDS);
        const minutes = simulate({ perSecond, seed, ...how(perSecond) });
        return judge(
          minutes,
          minutes.map((_, minute) => needed(minute, 0, undefined)),
        );
      }),
    );
  const own = over(() => ({ choose: policy(BOUNDS), startSeconds: POD_SECONDS }));
  const processes = over(() => ({ choose: policy(BOUNDS), startSeconds: PROCESS_SECONDS }));
  const platform = over(() => ({ choose: kubernetes(BOUNDS), startSeconds: POD_SECONDS }));
  const letter = over(() => ({ choose: toTheLetter(BOUNDS), startSeconds: POD_SECONDS }));
  const knowing = (share: number) =>
    over((perSecond) => ({ choose: oracle(perSecond, share, BOUNDS), startSeconds: 0 }));
  const [below, full] = [knowing(RULES.up.cpu), knowing(FULL)];
  const rows: readonly (readonly [string, Days])[] = [
    ['policy', own],
    ['policy, with processes', processes],
    ['KEDA by the same figures', platform],
    ['rules to the letter', letter],
    ['oracle, below 0.7', below],
    ['oracle, below 0.9', full],
  ];
  printTable(
    [`over ${days.length} days`, 'instances, mean', 'good minutes', 'worst day', 'turned back'],
    rows.map(([name, all]) => [
      name,
      (all.sum('instances') / all.sum('minutes')).toFixed(2),
      `${all.goodPercent.toFixed(2)} %`,
      `${all.worstPercent.toFixed(2)} %`,
      String(all.sum('turnedBack')),
    ]),
  );
  const beside = (other: Days) => own.sum('instances') / other.sum('instances');
  return [
    {
      name: 'minutes whose p95 is at most 2 s',
      value: own.goodPercent,
      unit: '%',
      bar: { is: 'atLeast', value: 99.5 },
    },
    { name: 'of the worst day', value: own.worstPercent, unit: '%' },
    {
      name: 'instances, beside an oracle that keeps processors below 0.7',
      value: beside(below),
      unit: '×',
      bar: { is: 'atMost', value: 1.3 },
    },
    { name: 'beside one that fills them to 0.9', value: beside(full), unit: '×' },
    { name: 'changes turned back within 10 minutes', value: own.sum('turnedBack'), unit: '' },
    {
      name: 'of them those for which the load was no reason',
      value: own.sum('flaps'),
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
  ];
}

/** The judgement of several days. */
class Days {
  readonly #all: readonly Judged[];

  constructor(all: readonly Judged[]) {
    this.#all = all;
  }

  sum(what: keyof Judged): number {
    return this.#all.reduce((total, day) => total + day[what], 0);
  }

  get goodPercent(): number {
    return (100 * this.sum('goodMinutes')) / this.sum('minutes');
  }

  get worstPercent(): number {
    return Math.min(...this.#all.map((day) => new Days([day]).goodPercent));
  }
}
