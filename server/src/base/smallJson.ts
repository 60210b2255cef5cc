import type { Clock } from './clock.ts';
import { withDeadline } from './deadline.ts';
import type { HttpCall, HttpResponse } from './httpCall.ts';

const MAX_BYTES = 1_000_000;

export interface Question {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST; asked by GET without one. */
  readonly body?: string;
}

export interface SmallAnswer extends Pick<HttpResponse, 'status' | 'headers'> {
  /** The parsed body of a 200. */
  readonly json: unknown;
}

/** Asks for a JSON of at most a megabyte; `undefined` where nobody answers within `deadlineMs`, or something else. Never rejects. */
export async function smallJson(
  call: HttpCall,
  clock: Clock,
  deadlineMs: number,
  { url, headers: sent = {}, body: posted }: Question,
): Promise<SmallAnswer | undefined> {
  const method = posted === undefined ? 'GET' : 'POST';
  const content = posted === undefined ? {} : { body: posted };
  try {
    return await withDeadline(clock, deadlineMs, async (signal) => {
      const request = { url, method, headers: sent, ...content, signal } as const;
      const { status, headers, body } = await call(request);
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of body) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BYTES) return undefined;
      }
      const json = status === 200 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
      return { status, headers, json };
    });
  } catch {
    // Nobody there, or somebody else.
    return undefined;
  }
}
