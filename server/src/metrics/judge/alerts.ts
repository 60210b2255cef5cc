import type { Alert } from '../../protocol/advice.ts';
import { endpointAdvice, endpointProblem, mendingSetting } from '../../protocol/endpointProblem.ts';
import type { EndpointSnapshot } from '../../protocol/snapshot.ts';
import { duration, percent } from '../../protocol/wording.ts';
import type { Tally } from '../collect/tally.ts';
import { answersIn, modelsIn, share, tierOf } from '../collect/tallyQueries.ts';
import type { Anomaly } from './anomalyWatch.ts';
import { HIT_RATE, LEAST_ANSWERS, LEAST_SERVED, P95_MS } from './thresholds.ts';

/** Shares of failed calls, and of what is left of a budget, from which on it is told. */
const ERROR_RATE = 0.1;
const BUDGET_LEFT = 0.1;
/** A problem is told when it has held for so many ticks of ten seconds, and is over when it has been gone for as many. */
const HOLD_TICKS = 3;
/** The time before a problem that has ended is reported again, in ticks. */
const COOL_DOWN_TICKS = 90;
/** The share by which a reported problem must be better than its threshold before it ends. */
const HYSTERESIS = 0.2;

type Told = Omit<Alert, 'since'>;

/** The facts that the rules look at. */
export interface AlertFacts {
  /** Of the last minutes. */
  readonly recent: Tally;
  readonly endpoints: readonly Pick<EndpointSnapshot, 'id' | 'state' | 'lastError' | 'budget'>[];
  readonly anomalies: readonly Anomaly[];
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Shown {
  readonly alert: Alert | undefined;
  readonly held: number;
  readonly gone: number;
  /** Ticks until it may be told again. */
  readonly cooling: number;
}

const NEW: Shown = { alert: undefined, held: 0, gone: 0, cooling: 0 };

/** Tells of problems once they last, with their figures, and of nothing twice within a quarter of an hour. */
export class Alerts {
  #standing = new Map<string, Shown>();

  /** To be called every ten seconds. */
  tick(facts: AlertFacts): void {
    const isTold = (id: string) => this.#standing.get(id)?.alert !== undefined;
    const found = new Map(rules(facts, isTold).map((alert) => [alert.id, alert]));
    const next = new Map<string, Shown>();
    for (const id of new Set([...found.keys(), ...this.#standing.keys()])) {
      const standing = follow(this.#standing.get(id) ?? NEW, found.get(id), facts.at);
      const isOver = standing.alert === undefined && standing.held === 0 && standing.cooling === 0;
      if (!isOver) next.set(id, standing);
    }
    this.#standing = next;
  }

  /** Warnings first, then the oldest. */
  get all(): Alert[] {
    const told = [...this.#standing.values()].flatMap(({ alert }) => alert ?? []);
    const rank = ({ severity }: Alert) => (severity === 'warning' ? 0 : 1);
    return told.sort((one, other) => rank(one) - rank(other) || one.since - other.since);
  }
}

function follow(standing: Shown, found: Told | undefined, at: number): Shown {
  const cooling = Math.max(0, standing.cooling - 1);
  if (found === undefined) {
    const gone = standing.gone + 1;
    if (standing.alert === undefined) return { ...NEW, cooling };
    if (gone < HOLD_TICKS) return { ...standing, gone };
    return { ...NEW, cooling: COOL_DOWN_TICKS };
  }
  const held = standing.held + 1;
  const isTold = standing.alert !== undefined || (held >= HOLD_TICKS && cooling === 0);
  const since = standing.alert?.since ?? at;
  return { alert: isTold ? { ...found, since } : undefined, held, gone: 0, cooling };
}

/** Returns the current problems; one that is already reported must be better by some to be over. */
function rules(facts: AlertFacts, isTold: (id: string) => boolean): Told[] {
  const ease = (id: string) => (isTold(id) ? 1 - HYSTERESIS : 1);
  return [
    ...slow(facts, ease('slow')),
    ...missing(facts, ease('hitRate')),
    ...facts.endpoints.flatMap((endpoint) => [
      ...resting(endpoint),
      ...spent(endpoint, ease(`budget ${endpoint.id}`)),
    ]),
    ...failing(facts, ease('errors')),
    ...broken(facts),
    ...facts.anomalies.map(unusual),
  ];
}

function slow({ recent }: AlertFacts, ease: number): Told[] {
  const calls = recent.timesOf('upstream');
  const p95 = calls.quantile(0.95);
  if (calls.count < LEAST_ANSWERS || p95 <= P95_MS * ease) return [];
  return [
    {
      id: 'slow',
      severity: 'warning',
      title: 'Models answer slowly',
      why: `The p95 of ${calls.count} answers is ${duration(p95)}; the target is ${duration(P95_MS)}.`,
      remedy: {
        kind: 'openSettings',
        title: 'Choose another model',
        setting: 'aurelis.endpoints',
      },
    },
  ];
}

function missing({ recent }: AlertFacts, ease: number): Told[] {
  const { all, withoutCall } = answersIn(recent);
  const rate = share(withoutCall, all);
  if (all < LEAST_SERVED || rate >= HIT_RATE * (2 - ease)) return [];
  return [
    {
      id: 'hitRate',
      severity: 'info',
      title: 'Few answers come without a model call',
      why: `${percent(rate)} of ${all} answers needed no model call; the target is ${percent(HIT_RATE)}.`,
      remedy: { kind: 'openSettings', title: 'Open cache settings', setting: 'aurelis.cache' },
    },
  ];
}

function failing({ recent }: AlertFacts, ease: number): Told[] {
  const failed = recent.of('upstreamErrors');
  const ended = failed + modelsIn(recent).reduce((all, { answered }) => all + answered, 0);
  if (ended < LEAST_ANSWERS || share(failed, ended) <= ERROR_RATE * ease) return [];
  return [
    {
      id: 'errors',
      severity: 'warning',
      title: 'Many model calls fail',
      why: `${failed} of ${ended} model calls failed; up to ${percent(ERROR_RATE)} is acceptable.`,
      remedy: { kind: 'run', title: 'Show the log', command: 'aurelis.showLog' },
    },
  ];
}

function resting({ id, state, lastError }: AlertFacts['endpoints'][number]): Told[] {
  if (state === 'unauthorized') {
    return [
      {
        id: `key ${id}`,
        severity: 'warning',
        title: `"${id}" refuses the API key`,
        why: 'It is not used until it has a valid key.',
        remedy: { kind: 'run', title: 'Set API key', command: 'aurelis.setApiKey', argument: id },
      },
    ];
  }
  if (state === 'unencrypted') {
    return [
      {
        id: `plain ${id}`,
        severity: 'warning',
        title: `"${id}" is reached without encryption`,
        why: 'Its API key could be read on the way, so it is not used. Use https in its URL.',
        remedy: { kind: 'openSettings', title: 'Open endpoints', setting: 'aurelis.endpoints' },
      },
    ];
  }
  if (state === 'resting' || state === 'retired') {
    return [
      {
        id: `rest ${id}`,
        severity: 'warning',
        title: `"${id}" refuses all requests`,
        why: `It ${endpointProblem(lastError ?? '')}. ${endpointAdvice(lastError ?? '')}`,
        remedy: {
          kind: 'openSettings',
          title: 'Open settings',
          setting: mendingSetting(lastError ?? '') ?? 'aurelis.endpoints',
        },
      },
    ];
  }
  if (state !== 'open' && state !== 'halfOpen') return [];
  return [
    {
      id: `breaker ${id}`,
      severity: 'warning',
      title: `"${id}" is paused after failures`,
      why: `It ${endpointProblem(lastError ?? '')}. It is retried automatically; until then other endpoints or the workspace answer.`,
      remedy: { kind: 'run', title: 'Show the log', command: 'aurelis.showLog' },
    },
  ];
}

function spent({ id, budget: { day } }: AlertFacts['endpoints'][number], ease: number): Told[] {
  if (day === null || day.remaining > day.limit * BUDGET_LEFT * (2 - ease)) return [];
  return [
    {
      id: `budget ${id}`,
      severity: 'info',
      title: `The daily limit of "${id}" is nearly reached`,
      why: `${day.remaining} of ${day.limit} requests are left today. Requests that you start yourself have priority.`,
      remedy: { kind: 'openSettings', title: 'Change limits', setting: 'aurelis.endpoints' },
    },
  ];
}

function broken({ recent }: AlertFacts): Told[] {
  const { errors, hits, misses, writes } = tierOf(recent, 'disk');
  const tried = errors + hits + misses + writes;
  if (errors === 0 || share(errors, tried) <= ERROR_RATE) return [];
  return [
    {
      id: 'disk',
      severity: 'warning',
      title: 'The disk cache fails',
      why: `${errors} of ${tried} reads and writes failed. Check whether the disk is full; until then answers are kept in memory only.`,
      remedy: { kind: 'run', title: 'Show the log', command: 'aurelis.showLog' },
    },
  ];
}

/** Anomalies have been held long enough when they are found; here they are only put into words. */
function unusual({ series, kind, usual, now }: Anomaly): Told {
  const how = kind === 'jump' ? 'suddenly' : 'gradually';
  const words = {
    latency: {
      title: 'Models answer more slowly than usual',
      why: `The usual time of ${duration(usual)} ${how} rose to ${duration(now)}.`,
    },
    errors: {
      title: 'More model calls fail than usual',
      why: `The usual share of ${percent(usual)} ${how} rose to ${percent(now)}.`,
    },
    hits: {
      title: 'Fewer answers than usual come without a model call',
      why: `The usual share of ${percent(usual)} ${how} fell to ${percent(now)}.`,
    },
  }[series];
  const remedy = { kind: 'run', title: 'Show the log', command: 'aurelis.showLog' } as const;
  return { id: `unusual ${series}`, severity: 'info', ...words, remedy };
}
