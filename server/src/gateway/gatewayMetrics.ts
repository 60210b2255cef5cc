import type { FaceEvent } from '../http/openai/face.ts';
import { Histogram } from './histogram.ts';

const SECONDS = 'aurelis_gateway_request_seconds';
const WAITS = 'aurelis_gateway_wait_seconds';

/** The state of a process at the moment at which it is asked. */
export interface GatewayLive {
  readonly running: number;
  /** Requests that wait to be let in, and for a place at a model server. */
  readonly waiting: number;
}

/** The series of the gateway's own, beside those of the engine. */
export class GatewayMetrics {
  readonly #requests = new Map<string, number>();
  readonly #seconds = new Histogram();
  readonly #waits = new Histogram();
  #shed = 0;

  readonly observe = (event: FaceEvent): void => {
    const { route, status, seconds, keyName = '' } = event;
    if (!route.startsWith('/v1/')) return;
    const labels = `route="${route}",status="${status}",key="${escaped(keyName)}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    if (status === 429) this.#shed++;
    this.#seconds.add(seconds);
    if (event.hadTurn) this.#waits.add(event.waitSeconds);
  };

  /** In the text format of Prometheus. */
  exposition({ running, waiting }: GatewayLive): string {
    return [
      ...family(
        'aurelis_gateway_requests_total',
        'counter',
        'Requests answered, by route, status and key.',
      ),
      ...[...this.#requests].map(
        ([labels, count]) => `aurelis_gateway_requests_total{${labels}} ${count}`,
      ),
      ...family(SECONDS, 'histogram', 'Seconds from a request to the end of its answer.'),
      ...this.#seconds.samples(SECONDS),
      ...family(
        WAITS,
        'histogram',
        'Seconds that a request waits until it goes to a model server, or is answered.',
      ),
      ...this.#waits.samples(WAITS),
      ...family('aurelis_gateway_requests_in_flight', 'gauge', 'Requests that are being answered.'),
      `aurelis_gateway_requests_in_flight ${running}`,
      ...family('aurelis_gateway_shed_total', 'counter', 'Requests refused for a limit (429).'),
      `aurelis_gateway_shed_total ${this.#shed}`,
      ...family('aurelis_queue_depth', 'gauge', 'Requests that wait for their turn.'),
      `aurelis_queue_depth ${waiting}`,
      '',
    ].join('\n');
  }
}

const family = (name: string, type: string, help: string): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];

const escaped = (value: string): string =>
  value.replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`));

/** The expositions of several processes as one: each sample says which one it is of. */
export function joinedExpositions(ofProcesses: ReadonlyMap<string, string>): string {
  const families = new Map<string, { head: string[]; samples: string[] }>();
  for (const [worker, text] of ofProcesses) {
    let current = { head: [] as string[], samples: [] as string[] };
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const [, kind, name = ''] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? [];
      if (kind === undefined) {
        current.samples.push(labelled(line, worker));
        continue;
      }
      const known = families.get(name);
      if (known === undefined) {
        current = { head: [], samples: [] };
        families.set(name, current);
      } else current = known;
      if (!current.head.includes(line)) current.head.push(line);
    }
  }
  const all = [...families.values()].flatMap(({ head, samples }) => [...head, ...samples]);
  return `${all.join('\n')}\n`;
}

function labelled(sample: string, worker: string): string {
  const [name = ''] = /^[\w:]+/.exec(sample) ?? [];
  const rest = sample.slice(name.length);
  return rest.startsWith('{')
    ? `${name}{worker="${worker}",${rest.slice(1)}`
    : `${name}{worker="${worker}"}${rest}`;
}
