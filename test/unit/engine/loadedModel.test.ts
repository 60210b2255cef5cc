import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { EngineHost } from '../../../server/src/engine/engineHost.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { hostWith } from '../../support/engineHosts.ts';

const AT_END = { line: 0, character: 14 };
const FIRST = 'file:///first.ts';

/** llama.cpp's server: it answers with the name of its model's file. */
function llamaServer() {
  const state = { file: 'a', questions: 0, isMute: false };
  async function* json(value: object) {
    yield Buffer.from(JSON.stringify(value));
  }
  const call: HttpCall = async ({ url }) => {
    const { file, isMute } = state;
    const headers = { 'content-type': 'application/json' };
    if (url.includes('/props')) {
      if (isMute) return { status: 404, headers, body: json({}) };
      // An alias stays the same, whatever file it stands for.
      const props = { model_alias: 'coder', model_path: `/models/${file}.gguf` };
      return { status: 200, headers, body: json({ ...props, default_generation_settings: {} }) };
    }
    if (!url.endsWith('/infill')) return { status: 404, headers, body: json({}) };
    state.questions++;
    return {
      status: 200,
      headers,
      body: json({ content: `${file}();`, stop: true, stop_type: 'eos' }),
    };
  };
  return { state, call };
}

describe('a host of a llama.cpp server that is started anew with another model', () => {
  let folder: string;
  let clock: FakeClock;
  let documents: DocumentStore;
  let host: EngineHost;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-loaded-'));
    [clock, documents] = [new FakeClock(), new DocumentStore()];
  });
  afterEach(() => {
    host.dispose();
    rmSync(folder, { recursive: true });
  });

  const begin = async (call: HttpCall, endpoint: object = {}) => {
    const endpoints = [{ id: 'local', provider: 'llamacpp', ...endpoint }];
    const settings = { endpoints, 'completion.speculate': false };
    host = hostWith(call, settings, { clock, documents, storagePath: folder });
    documents.open('file:///open.ts', 'typescript', 1, '');
    await settled();
  };
  const end = async () => {
    await host.flush();
    host.dispose();
    for (const { uri } of [...documents.all()]) documents.close(uri);
  };
  const complete = async (uri = FIRST, text = 'const total = ') => {
    if (documents.get(uri) === undefined) documents.open(uri, 'typescript', 1, text);
    const query = { uri, position: AT_END, isInvoked: true };
    const asked = host.completions.provide(query, new AbortController().signal);
    await clock.pass(1_000);
    return (await asked)[0]?.insertText;
  };
  const answer = (file: string) => `const total = ${file}();`;

  for (const endpoint of [{}, { model: 'any name' }]) {
    it(`asks that one, also after a restart of the editor, with ${JSON.stringify(endpoint)}`, async () => {
      const { state, call } = llamaServer();
      await begin(call, endpoint);
      assert.equal(await complete(), answer('a'));
      await end();
      await begin(call, endpoint);
      assert.equal(await complete(), answer('a'));
      assert.equal(state.questions, 1, 'from disk');
      await end();
      state.file = 'b';
      await begin(call, endpoint);
      assert.equal(await complete(), answer('b'));
    });
  }

  it('hears of it a second later, while somebody types', async () => {
    const { state, call } = llamaServer();
    await begin(call);
    assert.equal(await complete(), answer('a'));
    state.file = 'b';
    await clock.pass(1_000);
    host.activeAt(FIRST, AT_END);
    await settled();
    assert.equal(await complete(), answer('b'));
  });

  it('keeps answers of a server that does not say what it has loaded', async () => {
    const { state, call } = llamaServer();
    state.isMute = true;
    await begin(call);
    assert.equal(await complete(), answer('a'));
    await end();
    await begin(call);
    assert.equal(await complete(), answer('a'));
    assert.equal(state.questions, 1, 'from disk');
  });
});
