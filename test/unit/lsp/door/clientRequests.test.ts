import { strict as assert } from 'node:assert';
import {
  ClientRequests,
  type CustomMessages,
} from '../../../../server/src/lsp/door/clientRequests.ts';
import { credentialOf } from '../../../../server/src/lsp/door/credentialOf.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { type MemoryPair, memoryPair } from '../../../support/memoryPair.ts';

describe('what the server asks and tells its client', () => {
  let pair: MemoryPair;
  let clock: FakeClock;
  let custom: CustomMessages;
  let client: ClientRequests;
  beforeEach(() => {
    pair = memoryPair();
    [clock, custom] = [new FakeClock(), true];
    client = new ClientRequests(pair.server, clock, () => custom);
  });
  afterEach(() => pair.close());

  it('is waited for five seconds, and cancelled then', async () => {
    const cancelled = Promise.withResolvers<void>();
    pair.client.onRequest('late', async (_params: unknown, token) => {
      token.onCancellationRequested(() => cancelled.resolve());
      await cancelled.promise;
    });
    const asked = client.ask('late', {});
    await pair.heard();
    await clock.pass(4_999);
    assert.equal(await Promise.race([asked, Promise.resolve('waits')]), 'waits');
    await clock.pass(1);
    assert.equal(await asked, undefined);
    await cancelled.promise;
  });

  it('leaves no timer behind an answer, a refusal or a closed connection', async () => {
    pair.answers.known = () => 'answer';
    assert.deepEqual(
      [await client.ask('known', {}), await client.ask('unknown', {})],
      ['answer', undefined],
    );
    pair.close();
    await assert.rejects(client.ask('known', {}));
    assert.equal(clock.pending, 0);
  });

  it('is custom only where the client asks for it by name', async () => {
    custom = new Set(['aurelis/credential']);
    client.tell('aurelis/metricsChanged', {});
    assert.equal(await client.askCustom('aurelis/other', {}), undefined);
    await client.askCustom('aurelis/credential', {});
    await pair.heard();
    assert.deepEqual(
      [pair.requests.map(({ method }) => method), pair.notifications],
      [['aurelis/credential'], []],
    );
    custom = new Set(['aurelis/metricsChanged']);
    client.tell('aurelis/metricsChanged', { at: 1 });
    await pair.heard();
    assert.deepEqual(pair.notifications, [{ method: 'aurelis/metricsChanged', params: { at: 1 } }]);
  });

  it('gives a key only where the answer holds one that can be sent', async () => {
    for (const [answer, key] of [
      [{ apiKey: 'key' }, 'key'],
      [{ apiKey: '' }, undefined],
      [{ apiKey: 7 }, undefined],
      [{ apiKey: 'x'.repeat(16_384) }, 'x'.repeat(16_384)],
      [{ apiKey: 'x'.repeat(16_385) }, undefined],
      [null, undefined],
      ['key', undefined],
    ]) {
      pair.answers['aurelis/credential'] = () => answer;
      assert.equal(await credentialOf(client, 'first'), key);
    }
  });
});
