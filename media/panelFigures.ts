import type { EndpointSnapshot, MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import {
  bytes,
  compact,
  duration,
  money,
  percent,
  percentOf,
} from '../server/src/protocol/wording.ts';

/** One figure with its name and a line that explains it. */
export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly hint: string;
}

/** The few figures that matter most. */
export function keyFigures(snapshot: MetricsSnapshot): Tile[] {
  const { completions, latencyMs, upstream, savings } = snapshot;
  const { shown, shownWithoutCall } = completions;
  const { all } = latencyMs;
  return [
    {
      name: 'Suggestions without a model call',
      value: percentOf(shownWithoutCall, shown),
      hint:
        shown === 0
          ? 'no suggestion yet'
          : `of ${compact(shown)} suggestion${shown === 1 ? '' : 's'}`,
    },
    {
      name: 'Time to suggestion',
      value: all.count === 0 ? '–' : duration(all.p50),
      hint: all.count === 0 ? 'no suggestion yet' : `median; p95 ${duration(all.p95)}`,
    },
    {
      name: 'Model calls saved',
      value: compact(savings.calls),
      hint: `${compact(upstream.requests)} made`,
    },
    ...moneySaved(snapshot),
  ];
}

/** One figure for each currency; how to get one where no endpoint has a price. */
function moneySaved({ savings: { amounts }, endpoints }: MetricsSnapshot): Tile[] {
  const name = 'Money saved';
  if (amounts.length === 0) {
    if (endpoints.length === 0) return [];
    return [{ name, value: '–', hint: 'add a price in aurelis.endpoints' }];
  }
  return amounts.map(({ currency, saved, spent }) => ({
    name,
    value: money(saved, currency),
    hint: `${money(spent, currency)} spent${currency === '' ? '; add a currency to the price' : ''}`,
  }));
}

/** The other figures. */
export function details(snapshot: MetricsSnapshot): Tile[] {
  const { completions, cache, endpoints, upstream, actions, process, savings } = snapshot;
  const { accepted, shown } = completions;
  const sum = (of: (endpoint: EndpointSnapshot) => number) =>
    endpoints.reduce((all, endpoint) => all + of(endpoint), 0);
  return [
    {
      name: 'Time saved',
      value: duration(savings.seconds * 1000),
      hint: 'by cached answers',
    },
    {
      name: 'Tokens saved',
      value: compact(savings.tokensIn + savings.tokensOut),
      hint: `${compact(upstream.tokensIn + upstream.tokensOut)} used`,
    },
    ...reuse(upstream),
    {
      name: 'Suggestions accepted',
      value: percentOf(accepted, shown),
      hint: `${compact(accepted)} of ${compact(shown)}`,
    },
    {
      name: 'Calls per accepted suggestion',
      value: accepted === 0 ? '–' : (upstream.requests / accepted).toFixed(2),
      hint: `${compact(upstream.requests)} model calls`,
    },
    {
      name: 'Code actions',
      value: `${compact(actions.applied)} applied`,
      hint: `of ${compact(actions.requested)} requested`,
    },
    {
      name: 'Failed model calls',
      value: compact(upstream.errors),
      hint: `${compact(upstream.retries)} retried`,
    },
    {
      name: 'Model calls in progress',
      value: String(sum(({ inFlight }) => inFlight)),
      hint: `${sum(({ waiting }) => waiting)} waiting`,
    },
    {
      name: 'Cache hit rate',
      value: percent(cache.hitRate),
      hint: `${compact(Math.max(cache.memory.entries, cache.disk?.entries ?? 0))} answers stored`,
    },
    { name: 'Workspace index', ...index(snapshot.workspace) },
    {
      name: 'Server memory',
      value: bytes(process.residentBytes),
      hint: `${percent(process.cpu)} of a processor core`,
    },
  ];
}

/** The share of prompts that servers had evaluated before; nothing where none tells. */
function reuse({ tokensEvaluated, tokensReused, readAheads }: MetricsSnapshot['upstream']): Tile[] {
  const tokens = tokensEvaluated + tokensReused;
  if (tokens === 0) return [];
  const value = percentOf(tokensReused, tokens);
  const hint = `${compact(tokensEvaluated)} tokens evaluated; prompts read ahead: ${compact(readAheads)}`;
  return [{ name: 'Prompts reused', value, hint }];
}

function index({ state, files, tokens }: MetricsSnapshot['workspace']) {
  if (state === 'building') return { value: '…', hint: 'reading files' };
  if (state === 'off') return { value: 'off', hint: 'no files are read' };
  return { value: `${compact(files)} files`, hint: `${compact(tokens)} tokens` };
}
