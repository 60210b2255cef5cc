import { Pool } from 'undici';
import { type Load, type Seen, SeenBy, serveOnce } from './seenBy.ts';

/** Puts a load on an OpenAI-compatible address, from a process of its own, for `fork`. */
async function run(load: Load): Promise<Seen> {
  const { url, headers, callers, isStreamed, ms, times = Number.POSITIVE_INFINITY, stallMs } = load;
  const { origin, pathname } = new URL(`${url}/chat/completions`);
  const pool = new Pool(origin, {
    connections: callers,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const until = ms === undefined ? Number.POSITIVE_INFINITY : performance.now() + ms;
  const seen = new SeenBy(stallMs);
  let count = 0;
  const ask = async () => {
    const content = load.isSame ? 'Question' : `Question ${process.pid} ${++count}`;
    const body = JSON.stringify({
      model: 'm',
      ...(isStreamed ? { stream: true } : {}),
      messages: [{ role: 'user', content }],
    });
    const begunAt = performance.now();
    const piece = seen.stream();
    let isWhole = !isStreamed;
    let status = 0;
    try {
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
      for await (const bytes of answer.body) {
        if (!isStreamed) continue;
        const text = String(bytes);
        isWhole ||= text.includes('[DONE]');
        piece(text);
      }
      status = answer.statusCode;
    } catch {
      // The connection is gone: it was not answered.
    }
    seen.ended(begunAt, status === 200 && isWhole);
  };
  const call = async () => {
    for (let time = 0; time < times && performance.now() < until; time++) {
      await ask();
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  const result = seen.result();
  await pool.close();
  return result;
}

serveOnce(run);
