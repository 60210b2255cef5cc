import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { CacheKeys, keyScope } from '../../../server/src/engine/cacheKeys.ts';
import { anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const [first, second] = [anEndpoint({ id: 'first' }), anEndpoint({ id: 'second', model: 'other' })];
/** Whose answers say by which model they are, and whose do not. */
const [gateway, llama] = ['aurelis', 'llamacpp'].map((provider) =>
  anEndpoint({ ...second, provider }),
);

function keysWith({
  shared,
  similarPrompts = false,
  other = second,
}: {
  shared?: string;
  other?: Endpoint | undefined;
  similarPrompts?: boolean;
} = {}) {
  const accounts = new Map([
    ['first', 'me'],
    ['second', 'me'],
  ]);
  const chosen = new Map<string, string>();
  const keys = new CacheKeys({
    secrets: shared === undefined ? { own: 'own' } : { own: 'own', shared },
    identity: ({ id }) => accounts.get(id) ?? '',
    byTask: { completion: [first, other], action: [first, other] },
    formed: (endpoint) => endpoint,
    chosen: ({ id }) => chosen.get(id),
    isSure: () => true,
    similarPrompts,
  });
  return { keys, accounts, chosen };
}

const question = () =>
  aRequest({
    task: 'action',
    input: { kind: 'chat', system: 'Be short.', user: 'Why is the sky blue, please?' },
  });

describe('the keys of a request', () => {
  it('are one for each endpoint that may answer it, and name equal calls', () => {
    const { keys } = keysWith();
    const request = aRequest();
    assert.deepEqual(
      keys.exact(request).map(({ endpointId }) => endpointId),
      ['first', 'second'],
    );
    assert.equal(keys.flight(request), keys.flight(aRequest()));
  });

  it('are of the one that was chosen alone, and the same as without that choice', () => {
    const { keys } = keysWith({ similarPrompts: true });
    const chosen = { ...question(), endpointId: 'second' };
    assert.deepEqual(keys.exact(chosen), keys.exact(question()).slice(1));
    assert.notEqual(keys.flight(chosen), keys.flight(question()));
    assert.notEqual(keys.flight(chosen), keys.flight({ ...question(), endpointId: 'first' }));
    assert.equal(keys.prose({ ...question(), endpointId: 'first' }).length, 1);
  });

  it('are made once a request, and anew when an account changes', () => {
    const { keys, accounts } = keysWith();
    const request = aRequest();
    const before = keys.exact(request);
    assert.equal(keys.exact(request), before);
    accounts.set('second', 'you');
    const after = keys.exact(request);
    assert.equal(after[0]?.key, before[0]?.key);
    assert.notEqual(after[1]?.key, before[1]?.key);
  });

  it('are those of the model that a server has chosen, whichever it is by now', () => {
    for (const kind of ['exact', 'prose'] as const) {
      const { keys, chosen } = keysWith({ similarPrompts: true, other: gateway });
      const request = question();
      const seen = ['', 'a', 'b', 'a'].map((model) => {
        chosen.set('second', model);
        return keys[kind](request);
      });
      const [unknown, a, b, again] = seen.map(([, key]) => key);
      assert.equal(new Set([unknown?.key, a?.key, b?.key]).size, 3);
      assert.deepEqual(again, a);
      assert.deepEqual([unknown?.answeredBy, a?.answeredBy, b?.answeredBy], ['', 'a', 'b']);
      assert.equal(new Set(seen.map(([first]) => first?.key)).size, 1);
      assert.ok(seen.every(([first]) => first && !('answeredBy' in first)));
    }
  });

  it('hold an answer to no model where answers do not say by which one they are', () => {
    const { keys, chosen } = keysWith({ other: llama });
    const [a, b] = ['a', 'b'].map((model) => {
      chosen.set('second', model);
      return keys.exact(aRequest())[1];
    });
    assert.ok(a && b && a.key !== b.key && !('answeredBy' in a));
  });

  it('are a team’s, whoever asks, under its secret', () => {
    const { keys, accounts } = keysWith({ shared: 'team' });
    const before = keys.exact(aRequest());
    accounts.set('first', 'you');
    assert.deepEqual(keys.exact(aRequest()), before);
    assert.deepEqual(keyScope({ own: 'own', shared: 'team' }, 'me'), {
      secret: 'team',
      identity: '',
    });
    assert.deepEqual(keyScope({ own: 'own' }, 'me'), { secret: 'own', identity: 'me' });
  });

  it('are those of similar questions only where the settings want it', () => {
    assert.deepEqual(keysWith().keys.prose(question()), []);
    const { keys } = keysWith({ similarPrompts: true });
    assert.equal(keys.prose(question()).length, 2);
    assert.deepEqual(keys.prose(aRequest()), []);
  });
});
