import { endpointProblem } from '../server/src/protocol/endpointProblem.ts';
import { callerLimitTexts } from '../server/src/protocol/gatewayTexts.ts';
import { choiceText, leftSlowTexts, TASK_NAMES } from '../server/src/protocol/routeTexts.ts';
import type { EndpointSnapshot, MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import { duration, percent, percentOf } from '../server/src/protocol/wording.ts';
import type { Section } from './sections.ts';

/** The endpoints, `ageMs` after the snapshot came. */
export function endpoints({ endpoints: list, upstream }: MetricsSnapshot, ageMs: number): Section {
  const title = 'Endpoints';
  if (list.length === 0) {
    const text =
      'No model is configured. Suggestions come from your workspace only. To add a model, edit aurelis.endpoints in the settings.';
    return { kind: 'note', title, text };
  }
  // A single one has all.
  const lately = (cell: string) => (list.length > 1 ? [cell] : []);
  return {
    kind: 'table',
    title,
    columns: [
      'Endpoint',
      'State',
      'Share of calls',
      ...lately('Last 5 min'),
      'Time to first token',
      'Failed calls',
      'Budget left',
    ],
    rows: list.map((endpoint) => [
      endpoint.id,
      stateOf(endpoint, ageMs),
      percentOf(endpoint.calls, upstream.requests),
      ...lately(endpoint.share === undefined ? '–' : percent(endpoint.share)),
      endpoint.ttftMs.p50 === 0 ? '–' : duration(endpoint.ttftMs.p50),
      percent(endpoint.errorRate),
      budget(endpoint),
    ]),
  };
}

function budget({ budget: { minute, day }, gateway }: EndpointSnapshot): string {
  const left = (window: string, of: typeof minute) =>
    of === null ? [] : [`${of.remaining} of ${of.limit} per ${window}`];
  const theirs = gateway === undefined ? [] : callerLimitTexts(gateway);
  const parts = [...left('minute', minute), ...left('day', day), ...theirs];
  return parts.length === 0 ? 'no limit' : parts.join(', ');
}

function stateOf(endpoint: EndpointSnapshot, ageMs: number): string {
  const { state, lastError } = endpoint;
  switch (state) {
    case 'closed': {
      const states = lastError === null ? [] : [endpointProblem(lastError)];
      return [...states, ...leftSlowTexts(endpoint, ageMs)].join('; ') || 'ready';
    }
    case 'open':
      return 'paused after failures';
    case 'halfOpen':
      return 'being retried';
    case 'resting':
      return `${endpointProblem(lastError ?? '')}; asked again later`;
    case 'unauthorized':
      return endpointProblem('unauthorized');
    case 'unencrypted':
      return endpointProblem('unencrypted');
    case 'retired':
      return endpointProblem('retired');
    case 'paused':
      return 'paused by you; resume it with “Aurelis: Resume an Endpoint…”';
  }
}

/** Who was asked last, and why; nothing where there was no choice. */
export function lastChoices({ endpoints: list, choices }: MetricsSnapshot): Section[] {
  if (list.length < 2 || choices.length === 0) return [];
  const lines = choices.map(
    ({ at, task, endpoint, reason }) =>
      `${new Date(at).toLocaleTimeString()}  ${endpoint} for ${TASK_NAMES[task]}, because ${choiceText(reason)}`,
  );
  return [{ kind: 'list', title: 'Last choices', lines }];
}

/** True while a time that the endpoints' states tell runs, `ageMs` after the snapshot came. */
export const isCountingDown = ({ endpoints: list }: MetricsSnapshot, ageMs: number): boolean =>
  list.some(({ leftSlow = [] }) => leftSlow.some(({ forMs }) => forMs > ageMs));
