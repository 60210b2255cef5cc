import { strict as assert } from 'node:assert';
import {
  hasModel,
  isChosenElsewhere,
  listedModels,
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

  it('have names behind which another gateway may choose', () => {
    const endpoints = [
      anEndpoint({ model: 'default', completionModel: 'default' }),
      anEndpoint({ id: 'b', provider: 'aurelis', model: 'mine', completionModel: 'default' }),
    ];
    assert.equal(isChosenElsewhere(endpoints, 'default'), true);
    assert.equal(isChosenElsewhere(endpoints, 'mine'), false);
    assert.equal(isChosenElsewhere(endpoints.slice(0, 1), 'default'), false);
    const [first, second] = endpoints as [(typeof endpoints)[0], (typeof endpoints)[0]];
    assert.equal(isChosenElsewhere([first, { ...second, roles: ['action'] }], 'default'), false);
  });

  it('say nothing of where they are', () => {
    const endpoint = anEndpoint({ apiKeyEnv: 'KEY', headers: { a: 'secret' } });
    const text = JSON.stringify(listedModels([endpoint], 1));
    for (const word of [endpoint.url, 'KEY', 'secret', endpoint.id])
      assert.equal(text.includes(word), false, word);
  });
});
