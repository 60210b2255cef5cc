import { strict as assert } from 'node:assert';
import { ChosenModels } from '../../../server/src/engine/chosenModels.ts';
import { anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const gateway = (changes: Parameters<typeof anEndpoint>[0] = {}) =>
  anEndpoint({ provider: 'aurelis', model: 'default', completionModel: 'default', ...changes });
const question = aRequest({ task: 'action', input: { kind: 'chat', system: '', user: 'Why?' } });

describe('the models that servers choose', () => {
  it('are not known before a server has told, and then by what it is asked to do', () => {
    const chosen = new ChosenModels();
    assert.equal(chosen.of(gateway(), aRequest()), '');
    chosen.told(gateway(), { fill: 'coder' });
    chosen.told(gateway(), { chat: 'talker' });
    assert.equal(chosen.of(gateway(), aRequest()), 'coder');
    assert.equal(chosen.of(gateway(), question), 'talker');
    assert.equal(chosen.of(gateway({ completionApi: 'chat' }), aRequest()), 'talker');
  });

  it('are those of endpoints alone that name none, task by task', () => {
    const chosen = new ChosenModels();
    chosen.told(gateway(), { fill: 'coder', chat: 'talker' });
    const half = gateway({ model: 'mine' });
    assert.equal(chosen.of(half, question), undefined);
    assert.equal(chosen.of(half, aRequest()), 'coder');
    const others = { provider: 'openai', model: 'default', completionModel: 'default' };
    assert.equal(chosen.of(anEndpoint(others), question), undefined);
  });

  it('are, where a server heeds no name, what it has loaded, and nobody waits for it to say so', () => {
    const chosen = new ChosenModels();
    const llama = anEndpoint({ provider: 'llamacpp', model: 'any', completionModel: 'any' });
    assert.equal(chosen.of(llama, question), undefined);
    chosen.told(llama, { fill: 'a.gguf', chat: 'a.gguf' });
    assert.equal(chosen.of(llama, question), 'a.gguf');
    assert.equal(chosen.of(llama, aRequest()), 'a.gguf');
  });

  it('are not known of a server that has said it and does not any more, until it says it again', () => {
    let changes = 0;
    const chosen = new ChosenModels(() => changes++);
    const llama = anEndpoint({ provider: 'llamacpp' });
    chosen.untold(llama, 'isSilent');
    assert.deepEqual([chosen.of(llama, aRequest()), chosen.isSure(llama)], [undefined, true]);
    chosen.told(llama, { fill: 'a' });
    chosen.untold(llama, 'isSilent');
    assert.deepEqual([chosen.of(llama, aRequest()), chosen.isSure(llama)], ['', false]);
    chosen.told(llama, { fill: 'a' });
    assert.deepEqual([chosen.of(llama, aRequest()), chosen.isSure(llama)], ['a', true]);
    assert.equal(changes, 0);
  });

  it('are those before while a server is away, of which nothing new is kept', () => {
    const chosen = new ChosenModels();
    const llama = anEndpoint({ provider: 'llamacpp' });
    chosen.told(llama, { fill: 'a' });
    chosen.untold(llama, 'isAway');
    assert.deepEqual([chosen.of(llama, aRequest()), chosen.isSure(llama)], ['a', false]);
    chosen.untold(llama, 'isSilent');
    assert.deepEqual([chosen.of(llama, aRequest()), chosen.isSure(llama)], ['', false]);
  });

  it('are kept by endpoint and address', () => {
    const chosen = new ChosenModels();
    chosen.told(gateway(), { fill: 'coder' });
    for (const other of [{ id: 'b' }, { url: 'http://b/v1' }, { query: '?team=b' }])
      assert.equal(chosen.of(gateway(other), aRequest()), '', JSON.stringify(other));
    assert.equal(chosen.of(gateway({ limits: { inputTokens: 1 } }), aRequest()), 'coder');
  });

  it('are forgotten of endpoints that were heard of longest ago', () => {
    const chosen = new ChosenModels();
    for (let at = 0; at < 100; at++) chosen.told(gateway({ id: `e${at}` }), { fill: 'm' });
    chosen.told(gateway({ id: 'e0' }), { fill: 'm' });
    chosen.told(gateway({ id: 'another' }), { fill: 'm' });
    assert.equal(chosen.of(gateway({ id: 'e0' }), aRequest()), 'm');
    assert.equal(chosen.of(gateway({ id: 'e1' }), aRequest()), '');
  });

  it('are said to have changed where another was known', () => {
    let changes = 0;
    const chosen = new ChosenModels(() => changes++);
    chosen.told(gateway(), { fill: 'a' });
    chosen.told(gateway(), { chat: 'a' });
    chosen.told(gateway(), { fill: 'a', chat: 'a' });
    chosen.told(gateway(), {});
    assert.equal(changes, 0);
    chosen.told(gateway(), { fill: 'b', chat: 'a' });
    assert.equal(changes, 1);
    chosen.told(gateway(), { chat: 'c' });
    assert.equal(changes, 2);
    assert.equal(chosen.of(gateway(), aRequest()), 'b');
  });
});
