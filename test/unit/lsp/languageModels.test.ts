import { strict as assert } from 'node:assert';
import { getEventListeners } from 'node:events';
import type { CancellationToken } from 'vscode-languageserver';
import { LanguageModels } from '../../../server/src/lsp/languageModels.ts';
import { askingAll } from '../../support/askingAll.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const METHOD = 'aurelis/languageModel';

describe("the editor's own models", () => {
  let pair: MemoryPair;
  let models: LanguageModels;
  let controller: AbortController;
  let cancelled: PromiseWithResolvers<void>;
  beforeEach(() => {
    pair = memoryPair();
    models = new LanguageModels(pair.server, askingAll(pair.server));
    pair.server.onNotification(`${METHOD}/text`, (params) => models.heard(params));
    controller = new AbortController();
    cancelled = Promise.withResolvers();
  });
  afterEach(() => pair.close());

  const call = (isUserInitiated?: boolean) =>
    models.call({
      url: 'vscode-lm:',
      method: 'POST',
      headers: {},
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x' }] }),
      signal: controller.signal,
      ...(isUserInitiated === undefined ? {} : { isUserInitiated }),
    });
  /** A client that sends texts, and then ends, or waits to be cancelled. */
  const says = (texts: readonly string[], result?: object) =>
    pair.client.onRequest(METHOD, async ({ id }: { id: number }, token: CancellationToken) => {
      pair.requests.push({ method: METHOD, params: { id } });
      for (const text of texts) {
        await pair.client.sendNotification('aurelis/languageModel/text', { id, text });
      }
      if (result !== undefined) return result;
      token.onCancellationRequested(() => cancelled.resolve());
      await cancelled.promise;
      return {};
    });
  const linesOf = async (body: AsyncIterable<Uint8Array>) => {
    let text = '';
    for await (const chunk of body) text += Buffer.from(chunk).toString();
    return text.trim().split('\n');
  };

  it('are asked by the client, and answer in lines of JSON', async () => {
    says(['sum(', 'items)'], {});
    const { status, body } = await call();
    assert.equal(status, 200);
    assert.deepEqual(await linesOf(body), [
      '{"text":"sum("}',
      '{"text":"items)"}',
      '{"done":true}',
    ]);
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
  });

  it('are told who asks, and give each request its own text', async () => {
    pair.answers[METHOD] = () => ({});
    await Promise.all([call(), call(true)]);
    const params = pair.requests.map((each) => each.params);
    assert.deepEqual(
      params.map(({ id, model, isAsked }) => [id, model, isAsked]),
      [
        [1, 'm', false],
        [2, 'm', true],
      ],
    );
  });

  it('refuse with the statuses that servers use', async () => {
    const statuses = { noConsent: 428, notFound: 404, blocked: 429, failed: 500 };
    for (const [error, status] of Object.entries(statuses)) {
      pair.answers[METHOD] = () => ({ error });
      assert.equal((await call()).status, status, error);
    }
  });

  it('end an answer that broke off as failed', async () => {
    says(['sum('], { error: 'failed' });
    const { status, body } = await call();
    assert.equal(status, 200);
    assert.deepEqual(await linesOf(body), ['{"text":"sum("}', '{"failed":true}']);
  });

  it('are none where the client does not know the request', async () => {
    await assert.rejects(call(), /aurelis\/languageModel/);
  });

  it('are told to stop when the reader leaves, or the request is aborted', async () => {
    says(['sum('], undefined);
    for await (const _ of (await call()).body) break;
    await cancelled.promise;
    cancelled = Promise.withResolvers();
    says([], undefined);
    const asked = call();
    await pair.heard();
    controller.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    await cancelled.promise;
  });

  it('take no notice of text that nobody waits for', async () => {
    says(['sum('], {});
    const { body } = await call();
    await linesOf(body);
    await pair.client.sendNotification('aurelis/languageModel/text', { id: 1, text: 'late' });
    await pair.heard();
    says(['other'], {});
    assert.deepEqual(await linesOf((await call()).body), ['{"text":"other"}', '{"done":true}']);
  });
});
