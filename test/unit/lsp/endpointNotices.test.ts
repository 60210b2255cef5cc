import { strict as assert } from 'node:assert';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import type { EndpointErrorKind } from '../../../server/src/domain/endpointError.ts';
import { EndpointNotices } from '../../../server/src/lsp/endpointNotices.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const of = { endpointId: 'first', model: 'm' };
const usage = { inputTokens: 1, outputTokens: 1 };

describe('notices about endpoints and caches', () => {
  let pair: MemoryPair;
  let notices: EndpointNotices;
  let events: EventHub<MetricsEvent>;
  beforeEach(() => {
    pair = memoryPair();
    events = new EventHub();
    notices = new EndpointNotices(pair.server);
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

  it('explain a trouble that does not pass by itself once, even where it comes back', async () => {
    for (const error of ['untrusted', 'oldTls'] as const) {
      fail(error);
      answer();
    }
    await pair.heard();
    assert.equal(pair.messages().length, 1);
    assert.match(pair.messages()[0] ?? '', /^Aurelis: the endpoint "first" has a certificate/);
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

  it('end with the connection, even while a question stands', async () => {
    pair.answers['window/showMessageRequest'] = () => new Promise(() => undefined);
    fail('unauthorized');
    await pair.heard();
    pair.close();
  });
});
