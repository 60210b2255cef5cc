import { endpointProblem } from '../server/src/protocol/endpointProblem.ts';
import type { Activity } from '../server/src/protocol/snapshot.ts';
import { compact, duration } from '../server/src/protocol/wording.ts';

const SOURCES: Readonly<Record<string, string>> = {
  upstream: 'from a model',
  inFlight: 'from a model call in progress',
  trie: 'from an earlier suggestion',
  memory: 'from memory',
  redis: 'from Redis',
  disk: 'from disk',
  http: 'from the HTTP cache',
  workspace: 'from the workspace',
};

/** One line about something that happened. */
export function activityText({
  at,
  kind,
  from = '',
  endpoint,
  error = '',
  ms = 0,
  tokens = 0,
}: Activity): string {
  const time = new Date(at).toLocaleTimeString();
  const source = SOURCES[from] ?? from;
  switch (kind) {
    case 'suggested':
      return `${time}  Suggestion ${source}, ${duration(ms)}`;
    case 'accepted':
      return `${time}  Suggestion accepted`;
    case 'action':
      return `${time}  Code action ${source}, ${duration(ms)}`;
    case 'answered':
      return `${time}  ${endpoint} answered in ${duration(ms)}, ${compact(tokens)} tokens`;
    case 'failed':
      return `${time}  ${endpoint} ${endpointProblem(error)}`;
    case 'cancelled':
      return `${time}  Call to ${endpoint} cancelled`;
    case 'tierDown':
      return `${time}  The ${from} cache fails and is not used for a while`;
    case 'tierUp':
      return `${time}  The ${from} cache works again`;
    case 'tierSetAside':
      return `${time}  The ${from} cache was unreadable and has been emptied`;
  }
}
