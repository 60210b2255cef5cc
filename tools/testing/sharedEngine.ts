import { randomUUID } from 'node:crypto';
import type { Clock } from '../../server/src/base/clock.ts';
import type { HttpCall } from '../../server/src/base/httpCall.ts';
import type { GenerationRequest } from '../../server/src/domain/generation.ts';
import { Leases } from '../../server/src/redis/leases.ts';
import { Notices } from '../../server/src/redis/notices.ts';
import { RedisLink } from '../../server/src/redis/redisLink.ts';
import { waitFor } from '../waitFor.ts';
import { requestPath } from './requestPath.ts';

const KEY_PREFIX = 'aurelis:';
const CONNECTED_WITHIN_MS = 15_000;

/** An engine as one of several processes has it, with a cache and connections of its own to a Redis that all share. */
export async function sharedEngine(redisUrl: string, call: HttpCall, clock: Clock) {
  const urls = redisUrl.split(',');
  const scripts = new RedisLink(urls, clock);
  const notices = new Notices(urls, Leases.channel(KEY_PREFIX), clock);
  const callLeases = new Leases({ scripts, notices, clock, newId: randomUUID }, KEY_PREFIX);
  const endpoint = { id: 'e', provider: 'openai', url: 'http://upstream/v1', model: 'm' };
  const events: string[] = [];
  const settings = {
    cache: { disk: { enable: false }, redis: { url: redisUrl, keyPrefix: KEY_PREFIX } },
    requests: { queueLimit: 5_000 },
    endpoints: [endpoint],
  };
  const observe = (event: { kind: string }) => void events.push(event.kind);
  const path = requestPath({ clock, call, settings, callLeases, observe });
  const isUp = async () => {
    if (!scripts.isUp || !notices.isListening) return false;
    await path.cache.clear(['memory']);
    return path.cache.set('ready', { ...READY, expiresAt: clock.now() + 60_000 }, ['redis']);
  };
  await waitFor('Redis', isUp, CONNECTED_WITHIN_MS);
  return {
    ask: (request: GenerationRequest, signal = new AbortController().signal) =>
      path.generate(request, { signal, priority: 'action' }),
    events,
    dispose: () => {
      path.dispose();
      scripts.dispose();
      notices.dispose();
    },
  };
}

const READY = {
  value: { text: '', ending: 'stop', endpointId: 'e', model: 'm', check: '' },
  bytes: 1,
  freshUntil: 0,
  storedAt: 0,
  costMs: 0,
} as const;
