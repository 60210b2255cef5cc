import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import { exposesKey, PlainHttp } from '../../../server/src/lsp/plainHttp.ts';
import { UserMessages } from '../../../server/src/lsp/userMessages.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { AskedOnce } from '../../../server/src/storage/askedOnce.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const there = anEndpoint({ url: 'http://models.example.org:8000/v1' });

describe('a key over plain HTTP', () => {
  it('is read on the way to another host, in whichever part of a request it is', () => {
    const exposed = (changes: object, apiKey?: string) =>
      exposesKey({ ...there, ...changes }, apiKey);
    assert.equal(exposed({}, 'key'), true);
    for (const name of [
      'Authorization',
      'api-key',
      'X-Api-Key',
      'apikey',
      'Cookie',
      'x-auth-token',
      'Proxy-Authorization',
      'X-Goog-Api-Key',
      'Ocp-Apim-Subscription-Key',
      'X-Client-Secret',
      'PRIVATE-TOKEN',
      'x-session-id',
    ]) {
      assert.equal(exposed({ headers: { [name]: 'v' } }), true, name);
    }
    for (const url of [
      'http://user:p@h/v1',
      'http://token@h/v1',
      'http://h/v1?api-key=1',
      'http://h/v1?access_token=1',
    ]) {
      assert.equal(exposed({ url }), true, url);
    }
    assert.equal(exposed({ query: '?api-key=1' }), true);
    for (const name of [
      'accept',
      'x-title',
      'HTTP-Referer',
      'x-keyspace',
      'user-agent',
      'x-monkeys',
    ]) {
      assert.equal(exposed({ headers: { [name]: 'v' } }), false, name);
    }
    assert.equal(exposed({}), false);
    assert.equal(exposed({}, ''), false);
    assert.equal(exposed({ url: 'https://h/v1' }, 'key'), false);
    assert.equal(exposed({ url: 'http://127.0.0.1/v1' }, 'key'), false);
  });

  describe('and the question about it', () => {
    let folder: string;
    let pair: MemoryPair;
    let agreed: string[];
    let events: EventHub<MetricsEvent>;
    const consent = () => {
      const asked = new AskedOnce(join(folder, 'asked.json'));
      const made = new PlainHttp(new UserMessages(pair.server), asked);
      events = new EventHub();
      made.listenTo(
        events,
        () => [there],
        (id) => agreed.push(id),
      );
      return made;
    };
    const fail = async (endpointId = 'first', error = 'unencrypted') => {
      events.emit({ kind: 'failed', endpointId, model: 'm', error } as MetricsEvent);
      await pair.heard();
      await pair.heard();
    };
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'aurelis-asked-'));
      agreed = [];
      pair = memoryPair();
    });
    afterEach(() => {
      pair.close();
      rmSync(folder, { recursive: true });
    });

    it('is asked once, and until there is an answer no key goes', async () => {
      const plain = consent();
      assert.equal(plain.mayCarryKey(there, 'key'), false);
      assert.equal(plain.mayCarryKey(there, undefined), true);
      await fail();
      await fail();
      await fail('first', 'timeout');
      await fail('unknown');
      assert.equal(pair.messages().length, 1);
      assert.match(
        pair.messages()[0] ?? '',
        /“first” is reached without encryption \(http:\/\/models\.example\.org:8000\)/,
      );
      assert.deepEqual([plain.mayCarryKey(there, 'key'), agreed], [false, []]);
    });

    it('holds for that origin, and after a restart, once the user has agreed', async () => {
      pair.answers['window/showMessageRequest'] = () => ({ title: 'Send Anyway' });
      const plain = consent();
      await fail();
      assert.deepEqual([plain.mayCarryKey(there, 'key'), agreed], [true, ['first']]);
      const later = consent();
      assert.equal(later.mayCarryKey(there, 'key'), true);
      const elsewhere = anEndpoint({ url: 'http://models.example.org:8001/v1' });
      assert.equal(later.mayCarryKey(elsewhere, 'key'), false);
    });
  });
});
