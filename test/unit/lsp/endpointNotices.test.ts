import { strict as assert } from 'node:assert';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import type { EndpointErrorKind } from '../../../server/src/domain/endpointError.ts';
import { ClientRequests } from '../../../server/src/lsp/door/clientRequests.ts';
import { EndpointNotices } from '../../../server/src/lsp/endpointNotices.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { askingAll } from '../../support/askingAll.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const of = { endpointId: 'first', model: 'm' };
const usage = { inputTokens: 1, outputTokens: 1 };

describe('notices about endpoints and caches', () => {
  let pair: MemoryPair;
  let notices: EndpointNotices;
  let events: EventHub<MetricsEvent>;
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
    pair = memoryPair();
    events = new EventHub();
    notices = new EndpointNotices(pair.server, askingAll(pair.server), clock);
    notices.listenTo(events);
  });
  afterEach(() => pair.close());

  const fail = (error: EndpointErrorKind) => events.emit({ kind: 'failed', ...of, error });
  const answer = () => events.emit({ kind: 'answered', ...of, ms: 1, usage });

  it('log a trouble when it begins, and again only once it had ended', async () => {
    fail('timeout');
    fail('timeout');
    await pair.heard();
    assert.deepEqual(pair.log(), ['Endpoint "first": timeout']);
    fail('unreachable');
    answer();
    fail('unreachable');
    await pair.heard();
    assert.equal(pair.log().length, 3);
    assert.deepEqual(pair.messages(), []);
  });

  it('log when an endpoint is left because it is slow, and when it is asked again', async () => {
    for (const isBack of [false, true])
      events.emit({ kind: 'leftSlow', endpointId: 'first', isBack });
    await pair.heard();
    assert.deepEqual(pair.log(), [
      'Endpoint "first": left for a while, because it is much slower than the others of its priority',
      'Endpoint "first": asked again',
    ]);
    assert.deepEqual(pair.messages(), []);
  });

  it('tell of a limit that lasts, and when it ends, once', async () => {
    const limited = (more: object) =>
      events.emit({ kind: 'failed', ...of, error: 'rateLimited', status: 429, ...more });
    limited({ retryAfterMs: 40_000 });
    limited({ limit: { span: 'minute' } });
    limited({});
    await pair.heard();
    assert.deepEqual(pair.log(), ['Endpoint "first": rateLimited (HTTP 429)']);
    assert.deepEqual(pair.messages(), []);
    limited({ retryAfterMs: 3 * 3_600_000, limit: { span: 'day' }, sentence: 'Quota is used up' });
    limited({ retryAfterMs: 3 * 3_600_000 });
    await pair.heard();
    assert.deepEqual(pair.messages(), [
      'Aurelis: the endpoint "first" has reached its rate limit (HTTP 429). It says: “Quota is used up”. It is asked again in 3 h; until then it is left alone.',
    ]);
    notices.forget('first');
    limited({ limit: { of: 'requests', span: 'day' } });
    await pair.heard();
    assert.match(
      pair.messages()[1] ?? '',
      /rate limit \(HTTP 429\)\. It is asked again later; until/,
    );
  });

  it('leave a limit that lasts to the own message of an action', async () => {
    const limited = (task: 'action' | 'completion') =>
      events.emit({ kind: 'failed', ...of, task, error: 'rateLimited', retryAfterMs: 10_800_000 });
    limited('action');
    await pair.heard();
    assert.deepEqual(pair.messages(), []);
    limited('completion');
    await pair.heard();
    assert.equal(pair.messages().length, 1);
  });

  it('say where to set it to the users of clients that keep no keys', async () => {
    const plain = new ClientRequests(pair.server, new FakeClock(), () => new Set());
    const own = new EventHub<MetricsEvent>();
    new EndpointNotices(pair.server, plain, clock).listenTo(own);
    own.emit({ kind: 'failed', ...of, error: 'unauthorized' });
    await pair.heard();
    assert.deepEqual(pair.requests, []);
    assert.match(pair.messages()[0] ?? '', /"first" refuses .* Set `apiKeyEnv` or `apiKeyFile`/);
  });

  it('offer to set a key that was refused, and pass the choice on', async () => {
    pair.answers['window/showMessageRequest'] = () => ({ title: 'Set API Key' });
    fail('unauthorized');
    fail('unauthorized');
    await pair.heard();
    await pair.heard();
    assert.equal(pair.messages().length, 1);
    const edits = pair.notifications.filter(({ method }) => method === 'aurelis/editCredential');
    assert.deepEqual(
      edits.map(({ params }) => params),
      [{ endpointId: 'first' }],
    );
  });

  it('leave it at that where the message is closed, until the new key is refused, too', async () => {
    fail('unauthorized');
    await pair.heard();
    notices.forget('first');
    fail('unauthorized');
    await pair.heard();
    await pair.heard();
    assert.equal(pair.messages().length, 2);
    assert.ok(pair.notifications.every(({ method }) => method !== 'aurelis/editCredential'));
  });

  it('explain a trouble that does not pass by itself once, and again an hour later if it had ended', async () => {
    fail('untrusted');
    answer();
    fail('untrusted');
    await pair.heard();
    assert.equal(pair.messages().length, 1);
    assert.match(pair.messages()[0] ?? '', /^Aurelis: the endpoint "first" has a certificate/);
    await clock.pass(3_600_000);
    fail('untrusted');
    await pair.heard();
    assert.equal(pair.messages().length, 2);
  });

  it('say the words of the server, harmless, and who speaks', async () => {
    const failed = (more: object) => {
      events.emit({ kind: 'failed', ...of, ...more } as MetricsEvent);
    };
    failed({
      error: 'outOfCredit',
      status: 429,
      sentence: '[Top up](command:x)',
      speaker: 'server',
    });
    failed({ error: 'proxyRefused', status: 403, sentence: 'Blocked', speaker: 'proxy' });
    failed({ error: 'rejected', status: 400, isToChange: true });
    failed({ error: 'rateLimited', status: 429, sentence: 'Slow down' });
    await pair.heard();
    assert.deepEqual(pair.messages(), [
      'Aurelis: the endpoint "first" has no credit left for this key (HTTP 429). It says: “[Top up] (command:x)”. Add credit to the account with its provider, or set the key of another account.',
      'Aurelis: the endpoint "first" is behind a proxy that refuses the request (HTTP 403). The proxy says: “Blocked”. Ask your administrator to allow this address, or leave it out with http.noProxy.',
    ]);
  });

  it('carry out what the user chooses', async () => {
    const done: string[] = [];
    notices.offer({
      tryAgain: (id) => done.push(`again ${id}`),
      useChat: (id) => done.push(`chat ${id}`),
      canUseChat: () => true,
    });
    const choose = async (title: string, error: EndpointErrorKind) => {
      pair.answers['window/showMessageRequest'] = () => ({ title });
      fail(error);
      await pair.heard();
      await pair.heard();
    };
    await choose('Try Again', 'outOfCredit');
    await choose('Use Chat', 'wrongApi');
    await choose('Open Settings', 'untrusted');
    assert.deepEqual(done, ['again first', 'chat first']);
    const opened = pair.notifications.filter(({ method }) => method === 'aurelis/openSettings');
    assert.deepEqual(
      opened.map(({ params }) => params),
      [{ setting: 'aurelis.requests.certificatesPath' }],
    );
  });

  it('log what becomes of a cache', async () => {
    for (const kind of ['tierDown', 'tierUp', 'tierSetAside'] as const) {
      events.emit({ kind, tier: 'disk' });
    }
    await pair.heard();
    assert.deepEqual(pair.log(), [
      'The disk cache does not work; it is not used for a while',
      'The disk cache works again',
      'The disk cache could not be read and was set aside',
    ]);
  });

  it('say why a cache does not work, and what to do about what does not pass by itself, once', async () => {
    const reasons = ['unreachable', 'password', 'password', 'notWritable', 'slow'] as const;
    for (const reason of reasons) events.emit({ kind: 'tierDown', tier: 'redis', reason });
    events.emit({ kind: 'tierDown', tier: 'disk', reason: 'notWritable' });
    await pair.heard();
    assert.equal(
      pair.log()[1],
      'The redis cache does not work, because it refuses the user or the password; it is not used for a while',
    );
    assert.equal(pair.log().length, 6);
    assert.deepEqual(pair.messages(), [
      'Aurelis: the Redis cache does not work, because it refuses the user or the password. Correct them in `aurelis.cache.redis.url`. Suggestions go on without it.',
      'Aurelis: the Redis cache does not work, because it cannot be written to. Name a server that takes writes, and no replica, in `aurelis.cache.redis.url`. Suggestions go on without it.',
      'Aurelis: the disk cache does not work, because it cannot be written to. Name a folder that you can write to in `aurelis.cache.disk.path`. Suggestions go on without it.',
    ]);
    notices.forget();
    events.emit({ kind: 'tierDown', tier: 'redis', reason: 'password' });
    await pair.heard();
    assert.equal(pair.messages().length, 4);
  });

  it('end with the connection, even while a question stands', async () => {
    pair.answers['window/showMessageRequest'] = () => new Promise(() => undefined);
    fail('unauthorized');
    await pair.heard();
    pair.close();
  });
});
