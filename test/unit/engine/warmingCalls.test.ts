import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { EngineHost } from '../../../server/src/engine/engineHost.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { bodyWith, emptyWorkspace } from '../../../tools/testing/emptyWorkspace.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext, aRequest } from '../../../tools/testing/requests.ts';

const URI = 'file:///project/a.ts';

describe('warming beside the requests of the user', () => {
  let folder: string;
  let clock: FakeClock;
  let documents: DocumentStore;
  let events: EventHub<MetricsEvent>;
  let host: EngineHost;
  let warmed: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-warming-'));
    [clock, documents, events, warmed] = [new FakeClock(), new DocumentStore(), new EventHub(), []];
  });
  afterEach(() => {
    host.dispose();
    rmSync(folder, { recursive: true });
  });

  function start(changes: object = {}) {
    const endpoint = { id: 'first', provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'm' };
    host = new EngineHost(
      {
        process: {
          clock,
          newId: () => 'id',
          random: () => 0.5,
          storagePath: folder,
          usage: () => ({ cpu: 0, memory: 0, residentBytes: 1 }),
        },
        network: {
          call: async () => {
            const headers = { 'content-type': 'application/json' };
            return { status: 200, headers, body: bodyWith('sum(items);') };
          },
          warm: (url) => warmed.push(url),
          reach: async () => true,
          credential: async () => 'key',
          identity: () => 'me',
          mayCarryKey: () => true,
        },
        workspace: emptyWorkspace(documents),
        listeners: { events, onDecision: () => undefined, onChanged: () => undefined },
      },
      {
        isTrusted: true,
        settings: parseSettings({ endpoints: [endpoint], 'cache.disk.enable': false, ...changes })
          .settings,
        secrets: { own: 'own' },
      },
    );
  }

  it('counts a call of its own as no call, hit or token of the user', async () => {
    start();
    const context = aContext({ priority: 'warming', isFresh: true });
    const asked = host.generate(aRequest(), context);
    await clock.pass(1_000);
    assert.equal((await asked).source, 'upstream');
    const { upstream, cache, endpoints, warming } = host.metrics.snapshot();
    assert.deepEqual([upstream.requests, upstream.tokensIn, upstream.saved], [0, 0, 0]);
    assert.deepEqual([cache.memory.hits, cache.memory.misses], [0, 0]);
    assert.equal(endpoints[0]?.calls, 0);
    assert.equal(warming.calls, 1);
    assert.ok(warming.tokens > 0);
  });

  it('covers connections that are made ahead, and counts them', async () => {
    start();
    documents.open(URI, 'typescript', 1, 'const total = ');
    await clock.pass(10);
    assert.equal(warmed.length, 1);
    assert.equal(host.metrics.snapshot().warming.connected, 1);
  });

  it('makes none, and reads nothing ahead, where it is off', async () => {
    start({ 'warming.enable': false });
    documents.open(URI, 'typescript', 1, 'const total = ');
    await clock.pass(10);
    assert.deepEqual(warmed, []);
    const { warming } = host.metrics.snapshot();
    assert.deepEqual([warming.state, warming.connected], ['off', 0]);
    assert.equal(host.warming.again(), false);
  });
});
