import type { Clock } from './clock.ts';
import { withDeadline } from './deadline.ts';
import type { HttpCall } from './httpCall.ts';
import type { Question } from './smallJson.ts';

/** Asks for the status of an answer alone; `undefined` where nobody answers within `deadlineMs`. Never rejects. */
export async function statusOf(
  call: HttpCall,
  clock: Clock,
  deadlineMs: number,
  { url, headers = {}, body: posted }: Question,
): Promise<number | undefined> {
  const sent =
    posted === undefined ? { method: 'GET' as const } : { method: 'POST' as const, body: posted };
  try {
    return await withDeadline(clock, deadlineMs, async (signal) => {
      const { status, body } = await call({ url, headers, ...sent, signal });
      // The first piece is enough to know that it answers; leaving it ends the rest.
      for await (const _ of body) break;
      return status;
    });
  } catch {
    return undefined;
  }
}
