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
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { closedIn, openFilesIn } from '../../support/openFiles.ts';

const URI = 'file:///project/a.ts';
const AT_END = { line: 0, character: 14 };
const endpoint = { id: 'first', provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'm' };

describe('the host of the engine', () => {
  let folder: string;
  let clock: FakeClock;
  let documents: DocumentStore;
  let events: EventHub<MetricsEvent>;
  let hosts: EngineHost[];
  let warmed: string[];
  let [status, ids] = [200, 0];
  /** URLs that were called, and what ends each call; those that are held end later. */
  let calls: string[];
  let held: (() => void)[] | undefined;
  let signals: AbortSignal[];
  /** Calls that are not held. */
  let free: number;
  let retryAfter: string | undefined;
  /** How long the machine has slept, in milliseconds. */
  let sleptMs: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-host-'));
    clock = new FakeClock();
    documents = new DocumentStore();
    events = new EventHub();
    [hosts, warmed, calls, signals, held, status, ids] = [[], [], [], [], undefined, 200, 0];
    [retryAfter, free, sleptMs] = [undefined, 0, 0];
  });
  afterEach(() => {
    for (const host of hosts) host.dispose();
    rmSync(folder, { recursive: true });
  });

  const configOf = (settings: object, shared?: string) => ({
    isTrusted: true,
    settings: parseSettings({
      endpoints: [endpoint],
      'cache.disk.enable': false,
      'completion.speculate': false,
      ...settings,
    }).settings,
    secrets: { own: 'own', ...(shared === undefined ? {} : { shared }) },
  });
  function hostWith(settings: object = {}): EngineHost {
    const host = new EngineHost(
      {
        process: {
          clock,
          uptimeMs: () => clock.monotonic() + sleptMs,
          newId: () => String(++ids),
          random: () => 0.5,
          storagePath: folder,
          usage: () => ({ cpu: 0, memory: 0, residentBytes: 1 }),
        },
        network: {
          call: async ({ url, signal }) => {
            signals.push(signal);
            calls.push(url);
            const wait = calls.length > free ? held : undefined;
            if (wait !== undefined) await new Promise<void>((resolve) => wait.push(resolve));
            const headers = { 'content-type': 'application/json', 'retry-after': retryAfter };
            return { status, headers, body: bodyWith('sum(items);') };
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
      configOf(settings),
    );
    hosts.push(host);
    return host;
  }
  const complete = async (host: EngineHost, uri = URI, text = 'const total = ') => {
    if (documents.get(uri) === undefined) documents.open(uri, 'typescript', 1, text);
    const query = { uri, position: AT_END, isInvoked: true };
    const asked = host.completions.provide(query, new AbortController().signal);
    await clock.pass(1_000);
    return (await asked)[0]?.insertText;
  };
  const rowsOf = async (host: EngineHost) => (await host.cacheContents()).map(({ tier }) => tier);

  it('completes, and counts what happened', async () => {
    const host = hostWith();
    assert.equal(await complete(host), 'const total = sum(items);');
    const { completions, upstream, endpoints, uptimeSeconds } = host.metrics.snapshot();
    assert.deepEqual([completions.shown, upstream.requests, uptimeSeconds], [1, 1, 1]);
    assert.deepEqual(
      endpoints.map(({ id, state, inFlight }) => [id, state, inFlight]),
      [['first', 'closed', 0]],
    );
    assert.equal(host.decisions.onLine(URI, 0, 9).length, 1);
  });

  it('asks an endpoint, in all windows, when the rest that one was told was over in the sleep of the machine', async () => {
    const host = hostWith({ 'requests.retries': 0 });
    const other = hostWith({ 'requests.retries': 0 });
    [status, retryAfter] = [429, '3600'];
    await complete(host);
    [status, retryAfter] = [200, undefined];
    const before = calls.length;
    for (const each of [host, other]) await complete(each, 'file:///project/b.ts');
    assert.equal(calls.length, before);
    sleptMs += 3_600_000;
    clock.wallOffsetMs += 3_600_000;
    assert.ok(await complete(host, 'file:///project/c.ts'));
  });

  it('goes on under new settings with what was stored', async () => {
    const host = hostWith();
    await complete(host);
    host.apply(configOf({ 'completion.maxLines': 3 }));
    assert.deepEqual(await rowsOf(host), ['memory']);
    assert.equal(await complete(host), 'const total = sum(items);');
    assert.equal(calls.length, 1);
  });

  it('makes a new cache where its settings or the secret of the team change', async () => {
    const host = hostWith();
    for (const next of [
      configOf({ 'cache.memory.maxEntries': 9 }),
      configOf({ 'cache.memory.maxEntries': 9 }, 'of the team'),
    ]) {
      await complete(host);
      assert.deepEqual(await rowsOf(host), ['memory']);
      host.apply(next);
      assert.deepEqual(await rowsOf(host), []);
    }
  });

  it('asks the endpoints of the settings of the moment', async () => {
    const host = hostWith();
    const other = { ...endpoint, id: 'other', url: 'http://127.0.0.1:2/v1', roles: ['completion'] };
    assert.equal(host.hasActionEndpoint, true);
    host.apply(configOf({ endpoints: [other] }));
    await complete(host);
    assert.match(calls.join(), /^http:\/\/127\.0\.0\.1:2\//);
    assert.equal(host.hasActionEndpoint, false);
    assert.deepEqual(
      host.endpoints.map(({ id }) => id),
      ['other'],
    );
    host.apply(configOf({ enable: false }));
    assert.equal(host.isEnabled, false);
    assert.equal(await complete(host), undefined);
  });

  it('lets as many requests run at once as the settings of the moment say', async () => {
    const host = hostWith({ 'requests.concurrency': 1 });
    held = [];
    const asked = [1, 2, 3].map((index) =>
      complete(host, `file:///${index}.ts`, `let total_${index} = `),
    );
    await clock.pass(1_000);
    assert.equal(calls.length, 1);
    host.apply(configOf({ 'requests.concurrency': 2 }));
    held.shift()?.();
    await clock.pass(1_000);
    assert.equal(calls.length, 3);
    for (const end of held.splice(0)) end();
    await clock.pass(1_000);
    await Promise.all(asked);
  });

  it('holds nothing against an endpoint that has a new key', async () => {
    const host = hostWith();
    const stateOf = () => host.metrics.snapshot().endpoints[0]?.state;
    status = 401;
    await complete(host);
    assert.equal(stateOf(), 'unauthorized');
    host.credentialChanged('other');
    assert.equal(stateOf(), 'unauthorized');
    host.credentialChanged('first');
    assert.equal(stateOf(), 'closed');
    [status, retryAfter] = [429, '40'];
    await complete(host);
    const waitMs = () => host.metrics.snapshot().endpoints[0]?.waitMs;
    assert.ok(Number(waitMs()) > 30_000, String(waitMs()));
    host.credentialChanged('first');
    assert.equal(waitMs(), 0);
  });

  it('shows nothing that was suggested under another key', async () => {
    const host = hostWith();
    await complete(host);
    host.credentialChanged('first');
    await complete(host);
    const [last] = host.decisions.onLine(URI, 0, 1);
    assert.deepEqual(last?.decision, { kind: 'show', from: 'memory', model: 'm' });
  });

  it('stops what it asks ahead when settings change, and at the end', async () => {
    for (const how of ['apply', 'dispose'] as const) {
      [calls, signals, held, free] = [[], [], [], 1];
      const host = hostWith({ 'completion.speculate': true });
      await complete(host, `file:///${how}.ts`, `let by_${how} = ..`.slice(0, 14));
      assert.deepEqual(
        signals.map(({ aborted }) => aborted),
        [false, false],
      );
      if (how === 'apply') host.apply(configOf({ 'completion.maxLines': 3 }));
      else host.dispose();
      await settled();
      assert.equal(signals[1]?.aborted, true, how);
    }
  });

  it('closes its files when settings make others, and at the end', async function () {
    if (process.platform !== 'linux') this.skip();
    const host = hostWith({ 'cache.disk.enable': true });
    await complete(host);
    const before = openFilesIn(folder);
    host.apply(configOf({ 'cache.disk.enable': true, 'cache.redis.keyPrefix': 'other:' }));
    await complete(host, 'file:///b.ts', 'let another = ');
    // A database has three files at most, one of them opened when it is first needed.
    await closedIn(folder, before + 2);
    host.dispose();
    await closedIn(folder, 0);
  });

  it('connects ahead for what is open and what opens, to endpoints for completions, and where it is on', () => {
    const second = { ...endpoint, id: 'second', url: 'http://127.0.0.1:2/v1', roles: ['action'] };
    documents.open(URI, 'typescript', 1, '');
    const host = hostWith({ endpoints: [endpoint, second] });
    documents.open(URI, 'typescript', 2, '');
    assert.deepEqual(warmed, [endpoint.url, endpoint.url]);
    host.apply(configOf({ enable: false }));
    documents.open(URI, 'typescript', 3, '');
    assert.equal(warmed.length, 2);
  });

  it('clears the tiers of this machine, and the suggestions with them', async () => {
    const host = hostWith({ 'cache.disk.enable': true });
    await complete(host);
    assert.deepEqual(await host.clearCache(['memory']), [{ tier: 'memory', entries: 1 }]);
    const cleared = await host.clearCache();
    assert.deepEqual(
      cleared.map(({ tier }) => tier),
      ['memory', 'disk'],
    );
    await complete(host);
    assert.equal(calls.length, 2);
  });

  it('discards the suggestion on screen everywhere', async () => {
    const host = hostWith();
    assert.equal(await host.discard(URI), false);
    await complete(host);
    assert.equal(await host.discard(URI), true);
    assert.deepEqual(await rowsOf(host), []);
    await complete(host);
    assert.equal(calls.length, 2);
  });

  it('forgets the decisions about a document that is closed', async () => {
    const host = hostWith();
    await complete(host);
    documents.close(URI);
    assert.deepEqual(host.decisions.onLine(URI, 0, 9), []);
  });

  it('writes down what it has counted when it ends, and leaves nothing running', async () => {
    const host = hostWith();
    await complete(host);
    host.dispose();
    assert.equal(clock.pending, 0);
    const before = host.metrics.snapshot().completions.requested;
    events.emit({ kind: 'completionAccepted' });
    documents.close(URI);
    documents.open(URI, 'typescript', 1, 'const total = ');
    await settled();
    assert.equal(host.metrics.snapshot().completions.requested, before);
    assert.equal(warmed.length, 1);
    const { points } = hostWith().metrics.history('1h');
    assert.deepEqual(
      points.map(({ shown }) => shown),
      [1],
    );
  });
});
