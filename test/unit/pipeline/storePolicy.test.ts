import { strict as assert } from 'node:assert';
import { atOnce, type Pieces } from '../../../server/src/base/turns.ts';
import type { Generation, GenerationRequest } from '../../../server/src/domain/generation.ts';
import * as policy from '../../../server/src/pipeline/storePolicy.ts';
import { relayRequest } from '../../support/relays.ts';

/** Shaped as an issuer's keys are; bytes of vectors in base64 look so by chance. */
const KEY_LIKE = `sk-proj-${'a1B2c3D4'.repeat(6)}`;
const isStorable = (request: GenerationRequest, generation: Generation) =>
  atOnce(policy.isStorable(request, generation));
const answer = (text: string): Generation => ({
  text,
  ending: 'stop',
  endpointId: 'big',
  model: 'm',
  source: 'upstream',
});

describe('store policy', () => {
  it('keeps vectors whose base64 looks like a credential', () => {
    const vectors = answer(JSON.stringify({ data: [{ embedding: `${KEY_LIKE}==` }] }));
    assert.equal(isStorable(relayRequest({ operation: 'embeddings' }), vectors), true);
  });

  it('finds a credential wherever a body has it, as it is meant and not as JSON writes it', () => {
    const body = (message: object, more: object = {}) =>
      answer(JSON.stringify({ id: 'c', choices: [{ index: 0, message }], ...more }));
    const holds = (message: object, more?: object) =>
      !isStorable(relayRequest(), body({ role: 'assistant', ...message }, more));
    assert.equal(holds({ content: 'It is\nfine.' }), false);
    assert.equal(holds({ content: `It is\n${KEY_LIKE}` }), true);
    assert.equal(holds({ content: `const config = {\n  "password": "Xk29fQ7hLm3VtR8w"\n}` }), true);
    assert.equal(holds({ content: null, reasoning: `It is ${KEY_LIKE}` }), true);
    assert.equal(holds({ content: [{ type: 'text', text: KEY_LIKE }] }), true);
    assert.equal(holds({ content: 'See there.', login: { password: 'Xk29fQ7hLm3VtR8w' } }), true);
    const parts = ['-----BEGIN PRIVATE KEY-----\n', `${'x7Yq'.repeat(16)}\n`.repeat(3), '-----END'];
    const text = (of: string) => ({ type: 'text', text: of });
    assert.equal(holds({ content: [...parts.map(text), text(' PRIVATE KEY-----\n')] }), true);
    const named = { name: 'DB_PASSWORD', value: 'Xk29fQ7hLm3VtR8w' };
    assert.equal(holds({ content: 'See there.', found: [named] }), true);
    assert.equal(holds({ content: 'See there.', found: { [KEY_LIKE]: 1 } }), true);
    for (const name of ['id', 'model', 'index'])
      assert.equal(holds({ content: 'See there.', found: [{ [name]: KEY_LIKE }] }), true, name);
    assert.equal(holds({ content: 'Yes.' }, { id: KEY_LIKE, system_fingerprint: KEY_LIKE }), false);
  });

  it('keeps no credential of a chat, nor any answer to one', () => {
    assert.equal(isStorable(relayRequest(), answer('Because.')), true);
    assert.equal(isStorable(relayRequest(), answer(`It is ${KEY_LIKE}.`)), false);
    for (const operation of ['chat', 'text', 'embeddings'] as const) {
      const asked = relayRequest({ operation, texts: [`Is ${KEY_LIKE} right?`] });
      assert.equal(isStorable(asked, answer('Yes.')), false, operation);
      assert.equal(atOnce(policy.mayStoreAnswer(asked)), false, 'nobody waits for it either');
    }
  });

  it('is asked in pieces where there is much to look through, and looks once', () => {
    const rests = (work: Pieces<boolean>) => [...work].length;
    const words = 'some words of a text ';
    const long = relayRequest({ texts: [words.repeat(50_000)] });
    assert.equal(rests(policy.mayStoreAnswer(long)), 33);
    assert.equal(rests(policy.mayStoreAnswer(long)), 0);
    assert.equal(rests(policy.isStorable(long, answer(words.repeat(5_000)))), 4);
    // A text costs more than its characters.
    const many = relayRequest({ texts: Array.from({ length: 10_000 }, () => 'a') });
    assert.equal(rests(policy.mayStoreAnswer(many)), 19);
    assert.equal(rests(policy.isStorable(many, answer('Yes.'))), 0);
    assert.equal(rests(policy.mayStoreAnswer(relayRequest({ texts: [words] }))), 0);
  });
});
