import { systemClock } from '../../server/src/base/clock.ts';
import { HttpTier } from '../../server/src/cache/http/httpTier.ts';
import type { StoredGeneration } from '../../server/src/pipeline/withCache.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { HttpOrigin } from '../servers/httpOrigin.ts';
import type { Fault } from './scenario.ts';

/** The faults of an HTTP cache. */
export const httpFaults: readonly Fault[] = [
  fault('the HTTP cache answers after 200 ms', (origin) => {
    origin.misbehave = (_, response) => {
      setTimeout(() => response.writeHead(404).end(), 200);
    };
  }),
  fault('the HTTP cache never answers', (origin) => {
    origin.misbehave = () => undefined;
  }),
  fault('the HTTP cache gives other keys’ values', (origin) => {
    const files = [...origin.files.entries()];
    for (const [index, [path]] of files.entries()) {
      const [, other] = files[(index + 1) % files.length] ?? [];
      if (other !== undefined) origin.files.set(path, other);
    }
  }),
  fault('the HTTP cache is poisoned', (origin) => {
    for (const path of origin.files.keys())
      origin.files.set(path, Buffer.from('{"text":"evil()"}'));
  }),
  fault('the HTTP cache breaks off in the middle', (origin) => {
    origin.misbehave = (request, response) => {
      const file = origin.files.get(request.url ?? '') ?? Buffer.alloc(100);
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, file.length / 2), () => response.destroy());
    };
  }),
  fault('the HTTP cache redirects elsewhere', (origin) => {
    origin.misbehave = (_, response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end();
    };
  }),
  fault('the HTTP cache streams without end', (origin) => {
    origin.misbehave = (_, response) => {
      response.writeHead(200);
      const more = () => {
        if (response.write(Buffer.alloc(65_536))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
  }),
];

function fault(name: string, breakIt: (origin: HttpOrigin) => void): Fault {
  return {
    name,
    tier: 'http',
    create: async ({ codec, clock }) => {
      const origin = await new HttpOrigin().begin();
      const dispatcher = new HttpClient(systemClock);
      const options = { url: origin.url, ttlMs: 1e9, mayWrite: true };
      const tier = new HttpTier<StoredGeneration>(options, {
        codec,
        clock,
        call: dispatcher.call,
      });
      return {
        tier,
        breakIt: () => breakIt(origin),
        mend: () => {
          origin.misbehave = undefined;
        },
        stop: async () => {
          dispatcher.dispose();
          await origin.stop();
        },
      };
    },
  };
}
