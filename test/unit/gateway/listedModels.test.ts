import { strict as assert } from 'node:assert';
import {
  hasModel,
  listedModels,
  modelOfAnswer,
  publicName,
} from '../../../server/src/gateway/listedModels.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

describe('the models of a gateway', () => {
  it('are listed once, with what they can do', () => {
    const endpoints = [
      anEndpoint({ model: 'talker', completionModel: 'coder', limits: { inputTokens: 9 } }),
      anEndpoint({ id: 'b', model: 'coder', completionModel: 'coder', limits: { inputTokens: 7 } }),
    ];
    assert.deepEqual(listedModels(endpoints, 5), [
      {
        id: 'coder',
        created: 5,
        aurelis: { limits: { inputTokens: 9 }, fills: true, chats: true },
      },
      {
        id: 'talker',
        created: 5,
        aurelis: { limits: { inputTokens: 9 }, fills: false, chats: true },
      },
    ]);
  });

  it('fill in the middle where every endpoint that may be asked does', () => {
    const filling = anEndpoint({ roles: ['completion'] });
    const talking = anEndpoint({ id: 'b', completionApi: 'chat' });
    const [one] = listedModels([filling], 1);
    assert.deepEqual(one?.aurelis, { limits: {}, fills: true, chats: false });
    const [both] = listedModels([filling, talking], 1);
    assert.deepEqual(both?.aurelis, { limits: {}, fills: false, chats: true });
  });

  it('are there for the operations that some endpoint has them for', () => {
    const endpoints = [
      anEndpoint({ model: 'talker', completionModel: 'coder' }),
      anEndpoint({ id: 'b', provider: 'llamacpp', completionModel: 'deaf' }),
    ];
    const has = (model: string) =>
      (['chat', 'text', 'fill', 'embeddings'] as const).map((each) =>
        hasModel(endpoints, model, each),
      );
    assert.deepEqual(has('talker'), [true, false, false, true]);
    assert.deepEqual(has('coder'), [false, true, true, false]);
    assert.deepEqual(has('deaf'), [false, true, false, false]);
  });

  it('are listed under the name that a server gives one which nobody names, and asked for by both', () => {
    const served = { provider: 'llamacpp', model: 'default', completionModel: 'default' };
    const endpoints = [
      anEndpoint({ ...served, servedAs: 'qwen', fimTemplate: 'qwen' }),
      anEndpoint({ ...served, id: 'b', servedAs: 'llama', isDeafToSuffix: true }),
    ];
    const listed = listedModels(endpoints, 1).map(({ id, aurelis }) => [id, aurelis.fills]);
    assert.deepEqual(listed, [
      ['qwen', true],
      ['llama', false],
    ]);
    const has = (model: string) =>
      (['chat', 'text', 'fill'] as const).map((each) => hasModel(endpoints, model, each));
    assert.deepEqual(has('qwen'), [true, true, true]);
    assert.deepEqual(has('llama'), [true, true, false]);
    assert.deepEqual(has('default'), [true, true, true]);
    assert.deepEqual(has('other'), [false, false, false]);
    const told = (operation: 'chat' | 'fill', more: object = {}) =>
      modelOfAnswer(endpoints, { model: 'default', operation, ...more }, publicName);
    assert.equal(told('fill'), 'qwen');
    assert.equal(told('chat'), undefined, 'nobody knows yet which of both answers');
    assert.equal(told('chat', { endpointId: 'b' }), 'llama');
    assert.equal(told('chat', { endpointId: 'gone', model: 'qwen' }), 'qwen');
  });

  it('are listed first where they answer to `default`, as the first that fits for whoever asks for that', () => {
    const endpoints = [
      anEndpoint({ model: 'gpt', completionModel: 'gpt' }),
      anEndpoint({ id: 'b', model: 'default', completionModel: 'default', servedAs: 'qwen' }),
    ];
    const names = listedModels(endpoints, 1).map(({ id }) => id);
    assert.deepEqual(names, ['qwen', 'gpt']);
  });

  it('say nothing of where they are', () => {
    const endpoint = anEndpoint({ apiKeyEnv: 'KEY', headers: { a: 'secret' } });
    const text = JSON.stringify(listedModels([endpoint], 1));
    for (const word of [endpoint.url, 'KEY', 'secret', endpoint.id])
      assert.equal(text.includes(word), false, word);
  });
});
