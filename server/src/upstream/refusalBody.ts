import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import type { HttpResponse } from '../base/httpCall.ts';

/** Longest body of an error that is looked at, in bytes, and the longest wait for it; the rest closes the connection. */
const MAX_BYTES = 64_000;
const MAX_MS = 1_000;

/**
 * The body of an error as far as it came: the status says already what is wrong, whatever becomes of the rest. Read to its end,
 * so that the connection can be used again. Never rejects.
 */
export async function refusalOf({ body }: HttpResponse, clock: Clock): Promise<string> {
  const chunks: Uint8Array[] = [];
  const reader = body[Symbol.asyncIterator]();
  const read = async (signal: AbortSignal) => {
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.next();
      if (done || signal.aborted) return;
      chunks.push(value);
      bytes += value.length;
      if (bytes > MAX_BYTES) return;
    }
  };
  // What breaks off or stays away changes nothing.
  await withDeadline(clock, MAX_MS, read).catch(() => undefined);
  reader.return?.().catch(() => undefined);
  return Buffer.concat(chunks).toString();
}
