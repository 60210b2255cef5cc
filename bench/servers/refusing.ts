import type { Connection } from 'vscode-languageserver';
import { EventHub } from '../../server/src/base/eventHub.ts';
import type { HttpCall } from '../../server/src/base/httpCall.ts';
import { ClientRequests } from '../../server/src/lsp/door/clientRequests.ts';
import { EndpointNotices } from '../../server/src/lsp/endpointNotices.ts';
import type { MetricsEvent } from '../../server/src/metrics/collect/recorder.ts';
import type { RefusalCase } from '../../tools/field/fieldCase.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { requestPath } from '../../tools/testing/requestPath.ts';
import { aRequest } from '../../tools/testing/requests.ts';

const TEN_MINUTES = 600_000;
/** A typist who asks for something new so often. */
const EVERY_MS = 1_500;

export interface Refused {
  /** Calls that reached the server. */
  readonly calls: number;
  /** The messages to the user. */
  readonly messages: readonly string[];
}

/** Ten minutes of typing beside an endpoint that answers everything with one refusal. */
export async function tenMinutes(refusal: RefusalCase): Promise<Refused> {
  const clock = new FakeClock();
  const events = new EventHub<MetricsEvent>();
  const messages: string[] = [];
  const sendNotification = async (_: unknown, params: { readonly message?: string }) => {
    if (params.message !== undefined) messages.push(params.message);
  };
  const log = { log: () => undefined, warn: () => undefined, info: () => undefined };
  const connection = { sendNotification, console: log } as unknown as Connection;
  const client = new ClientRequests(connection, clock, () => new Set());
  new EndpointNotices(connection, client, clock).listenTo(events);
  let calls = 0;
  const call: HttpCall = async () => {
    calls++;
    const { status, headers = {}, body } = refusal;
    async function* bytes() {
      yield Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    }
    return { status, headers, body: bytes() };
  };
  const endpoint = { id: 'e', provider: 'openai', url: 'http://127.0.0.1:9/v1', model: 'm' };
  const settings = {
    endpoints: [{ ...endpoint, completionApi: refusal.api === 'chat' ? 'chat' : 'fim' }],
    cache: { disk: { enable: false } },
  };
  const path = requestPath({ clock, call, settings, observe: events.emit });
  const { signal } = new AbortController();
  for (let at = 0; at < TEN_MINUTES; at += EVERY_MS) {
    const prefix = `const total${at} = `;
    const request = aRequest({ input: { kind: 'infill', prefix, suffix: '' } });
    void path.generate(request, { signal, priority: 'automatic' }).catch(() => undefined);
    await clock.pass(EVERY_MS);
  }
  path.dispose();
  return { calls, messages };
}
