import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { EngineHost } from '../../../server/src/engine/engineHost.ts';
import { bodyWith } from '../../../tools/testing/emptyWorkspace.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { requestPath } from '../../../tools/testing/requestPath.ts';
import { aContext, aRequest } from '../../../tools/testing/requests.ts';
import { hostWith } from '../../support/engineHosts.ts';
import { relayRequest } from '../../support/relays.ts';

const URL_OF = 'http://127.0.0.1:1/v1';
const endpoint = { id: 'team', provider: 'aurelis', url: URL_OF };

/** A gateway whose first model the test chooses; its answers are that model's name. */
function gatewayOf() {
  const state = { model: 'a', status: 200, lists: 0, questions: 0 };
  /** Lists wait here while they are held. */
  let held: Promise<void> | undefined;
  async function* list(id: string) {
    await held;
    yield Buffer.from(JSON.stringify({ data: [{ id, aurelis: { fills: true, chats: true } }] }));
  }
  const call: HttpCall = async ({ url, method }) => {
    const { model, status } = state;
    const headers = { 'content-type': 'application/json', 'x-aurelis-model': model };
    if (method !== 'GET') {
      state.questions++;
      return { status: 200, headers, body: bodyWith(`${model}();`) };
    }
    assert.equal(url, `${URL_OF}/models`);
    state.lists++;
    return { status, headers, body: list(model) };
  };
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    return resolve;
  };
  return { state, call, hold };
}

describe('an engine whose endpoint names no model', () => {
  for (const request of [
    aRequest(),
    relayRequest({ operation: 'text', isStreamed: false, body: { prompt: 'a', suffix: 'b' } }),
  ]) {
    const kind = request.input.kind === 'relay' ? 'passes on' : 'writes itself';
    it(`keeps answers under the model that its gateway tells, for requests that it ${kind}`, async () => {
      const { state, call } = gatewayOf();
      const clock = new FakeClock();
      const settings = { endpoints: [endpoint], 'cache.disk.enable': false };
      const engine = requestPath({ clock, call, settings });
      const ask = async (changes: object = {}) => {
        const asked = engine.generate({ ...request, ...changes }, aContext());
        await clock.pass(1);
        const { text, source } = await asked;
        return [/[ab](?=\(\))/.exec(text)?.[0], source];
      };
      assert.equal(engine.peek(request), undefined);
      await ask();
      assert.deepEqual(await ask(), ['a', 'upstream']);
      assert.deepEqual(await ask(), ['a', 'memory']);
      state.model = 'b';
      assert.deepEqual(await ask(), ['a', 'memory'], 'nobody has told of another yet');
      await ask({ languageId: 'rust' });
      assert.deepEqual(await ask(), ['b', 'upstream']);
      assert.deepEqual(await ask(), ['b', 'memory']);
      engine.dispose();
    });
  }
});

describe('a host whose endpoint names no model', () => {
  let folder: string;
  let clock: FakeClock;
  let documents: DocumentStore;
  let host: EngineHost;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-unnamed-'));
    [clock, documents] = [new FakeClock(), new DocumentStore()];
  });
  afterEach(() => {
    host.dispose();
    rmSync(folder, { recursive: true });
  });

  const hostOf = (call: HttpCall, changes: object = {}) => {
    const settings = { endpoints: [endpoint], 'completion.speculate': false, ...changes };
    return hostWith(call, settings, { clock, documents, storagePath: folder });
  };
  const AT_END = { line: 0, character: 14 };
  const complete = async (uri: string, text = 'const total = ') => {
    if (documents.get(uri) === undefined) documents.open(uri, 'typescript', 1, text);
    const query = { uri, position: AT_END, isInvoked: true };
    const asked = host.completions.provide(query, new AbortController().signal);
    await clock.pass(1_000);
    return (await asked)[0]?.insertText;
  };
  const [FIRST, SECOND] = ['file:///first.ts', 'file:///second.ts'];
  const answer = (model: string) => `const total = ${model}();`;

  it('waits for no list of models', async () => {
    const { state, call, hold } = gatewayOf();
    const release = hold();
    host = hostOf(call, { 'cache.disk.enable': false });
    assert.equal(await complete(FIRST), answer('a'));
    assert.deepEqual([state.lists, state.questions], [1, 1]);
    release();
  });

  it('goes on with what it has on disk only where that is by the model which is the first now', async () => {
    const { state, call } = gatewayOf();
    const begin = async () => {
      host = hostOf(call);
      documents.open('file:///open.ts', 'typescript', 1, '');
      await settled();
    };
    const end = async () => {
      await host.flush();
      host.dispose();
      for (const { uri } of [...documents.all()]) documents.close(uri);
    };
    await begin();
    assert.equal(await complete(FIRST), answer('a'));
    assert.equal(state.questions, 1);
    await end();
    await begin();
    assert.equal(await complete(FIRST), answer('a'));
    assert.equal(state.questions, 1, 'from disk');
    await end();
    state.model = 'b';
    await begin();
    assert.equal(await complete(FIRST), answer('b'));
    assert.equal(state.questions, 2);
  });

  it('shows no suggestion of the model before, once another one has answered', async () => {
    const { state, call } = gatewayOf();
    host = hostOf(call, { 'cache.disk.enable': false });
    await complete(FIRST);
    state.model = 'b';
    assert.equal(await complete(FIRST), answer('a'));
    assert.equal(await complete(SECOND, 'const other = '), 'const other = b();');
    assert.equal(await complete(FIRST), answer('b'));
  });

  it('asks while somebody types, every five minutes, which model is the first', async () => {
    const { state, call } = gatewayOf();
    host = hostOf(call, { 'cache.disk.enable': false });
    await complete(FIRST);
    assert.equal(state.lists, 1);
    state.model = 'b';
    for (let minute = 0; minute < 4; minute++) {
      host.activeAt(FIRST, AT_END);
      await clock.pass(60_000);
    }
    assert.equal(state.lists, 1);
    await clock.pass(60_000);
    host.activeAt(FIRST, AT_END);
    await settled();
    assert.equal(state.lists, 2);
    assert.equal(await complete(FIRST), answer('b'));
  });

  it('is not asked with every key where it refuses the question, nor where nothing is asked ahead', async () => {
    const { state, call } = gatewayOf();
    state.status = 401;
    host = hostOf(call, { 'cache.disk.enable': false });
    await complete(FIRST);
    const before = state.lists;
    for (let key = 0; key < 50; key++) {
      host.activeAt(FIRST, AT_END);
      await clock.pass(100);
    }
    assert.ok(state.lists <= before + 1, `${state.lists - before}`);
    host.dispose();
    state.lists = 0;
    host = hostOf(call, { 'cache.disk.enable': false, 'warming.enable': false });
    host.activeAt(FIRST, AT_END);
    await clock.pass(600_000);
    host.activeAt(FIRST, AT_END);
    await settled();
    assert.equal(state.lists, 0);
  });
});
