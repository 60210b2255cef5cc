import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { CHAT } from '../clients/program.ts';

export interface PlainAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

export interface PlainAsk {
  readonly content: string;
  readonly stream?: boolean;
  /** Further members of the body. */
  readonly more?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Connections end with their answers. */
const agent = new Agent({ keepAlive: false });

/** Asks one question without any client's help; resolves with the head of the answer. */
export function asked(baseURL: string, apiKey: string, ask: PlainAsk): Promise<PlainAnswer> {
  const { content, stream = false, more = {}, headers = {} } = ask;
  const body = JSON.stringify({
    model: CHAT,
    messages: [{ role: 'user', content }],
    ...(stream ? { stream } : {}),
    ...more,
  });
  return new Promise((resolve, reject) => {
    const sent = request(
      `${baseURL}/chat/completions`,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          ...headers,
        },
      },
      (response) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response }),
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** All of an answer. */
export async function read({ body }: PlainAnswer): Promise<string> {
  let text = '';
  for await (const chunk of body.setEncoding('utf8')) text += chunk;
  return text;
}

/** The text of a stream's pieces as far as it came. */
export const textIn = (events: string): string =>
  [...events.matchAll(/^data: (\{.*\})$/gm)]
    .map(([, event = '']) => JSON.parse(event).choices[0]?.delta.content ?? '')
    .join('');
