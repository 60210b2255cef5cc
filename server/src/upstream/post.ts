import type { Clock } from '../base/clock.ts';
import { isHeaderName, isHeaderValue } from '../base/headerSyntax.ts';
import type { HttpCall, HttpResponse } from '../base/httpCall.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError, UNSENDABLE_KEY } from '../domain/endpointError.ts';
import { providerOf } from '../providers/index.ts';
import type { BodyCoding, CodedBody, CompressionSetting } from './bodyCoding.ts';
import { refusalOf } from './refusalBody.ts';

export interface PostTools {
  readonly call: HttpCall;
  readonly clock: Clock;
  readonly coding: BodyCoding;
  readonly compression: CompressionSetting;
}

/** One request as it leaves us. */
export interface Outgoing {
  readonly path: string;
  readonly body: string;
  readonly apiKey: string | undefined;
  readonly signal: AbortSignal;
  readonly isUserInitiated: boolean;
  readonly mayBeSilent: boolean;
}

/**
 * Sends a request to an endpoint: compressed where it takes that, and once more as it is if it turns out that it does not. A
 * redirect that keeps the method is followed once, to the same origin alone: no key goes anywhere else. Rejects with
 * `unsendable` where a header cannot be sent.
 */
export async function post(
  endpoint: Endpoint,
  tools: PostTools,
  outgoing: Outgoing,
): Promise<HttpResponse> {
  const { coding, compression, clock } = tools;
  const { body } = outgoing;
  const headers = sendable(endpoint, outgoing.apiKey);
  const call = (coded: CodedBody, url = `${endpoint.url}${outgoing.path}`) =>
    tools.call({
      url,
      method: 'POST',
      headers:
        coded.coding === undefined ? headers : { ...headers, 'content-encoding': coded.coding },
      body: coded.body,
      signal: outgoing.signal,
      isUserInitiated: outgoing.isUserInitiated,
      mayBeSilent: outgoing.mayBeSilent,
    });
  const coded = await coding.encode(body, compression);
  const response = await call(coded);
  coding.heard(response);
  const elsewhere = nearby(response, `${endpoint.url}${outgoing.path}`);
  if (elsewhere !== undefined) {
    await refusalOf(response, clock);
    return call(coded, elsewhere);
  }
  if (!coding.mayBeRefused(response, coded)) return response;
  await refusalOf(response, clock);
  const plain = await call({ body });
  coding.refused(response, plain);
  return plain;
}

/** The place on the same origin where a request is to be sent again; `undefined` for anything else. */
function nearby({ status, headers }: HttpResponse, from: string): string | undefined {
  const { location } = headers;
  if ((status !== 307 && status !== 308) || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, from)) return undefined;
  const to = new URL(location, from);
  return to.origin === new URL(from).origin && to.href !== new URL(from).href ? to.href : undefined;
}

/** The endpoint's headers; throws where one cannot be sent, naming it, but not what it holds. */
function sendable(endpoint: Endpoint, apiKey: string | undefined): Record<string, string> {
  const headers = providerOf(endpoint).headers(endpoint, apiKey);
  for (const [name, value] of Object.entries(headers)) {
    if (isHeaderName(name) && isHeaderValue(value)) continue;
    const isKey = apiKey !== undefined && value.includes(apiKey);
    const what = isKey ? UNSENDABLE_KEY : `the header “${name.slice(0, 40)}”`;
    throw new EndpointError(endpoint.id, 'unsendable', { sentence: what });
  }
  return headers;
}
