import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { requestKey } from '../../../server/src/pipeline/requestKey.ts';
import { anEndpoint, aRequest } from '../../support/requests.ts';

const key = (request = aRequest(), endpoint = anEndpoint(), identity = 'me', secret = 's') =>
  requestKey(secret, identity, request, endpoint);

describe('requestKey', () => {
  it('has the printed form', () => assert.match(key(), /^model_request:[0-9a-f]{32}$/));

  it('is the same for the same', () => assert.equal(key(), key()));

  const infill = (prefix: string, suffix: string) =>
    aRequest({ input: { kind: 'infill', prefix, suffix } });
  const changes: Record<string, string> = {
    prefix: key(infill('const total =  ', ';\n')),
    'case of the prefix': key(infill('const Total = ', ';\n')),
    suffix: key(infill('const total = ', ';')),
    language: key(aRequest({ languageId: 'javascript' })),
    tokens: key(aRequest({ maxOutputTokens: 65 })),
    temperature: key(aRequest({ temperature: 0.1 })),
    task: key(aRequest({ task: 'action' })),
    'stop rule': key(aRequest({ stopRule: { name: 'line', version: 1 } })),
    model: key(aRequest(), anEndpoint({ completionModel: 'n' })),
    api: key(aRequest(), anEndpoint({ completionApi: 'chat' })),
    url: key(aRequest(), anEndpoint({ url: 'http://127.0.0.1:2/v1' })),
    headers: key(aRequest(), anEndpoint({ headers: { 'x-team': 'b' } })),
    identity: key(aRequest(), anEndpoint(), 'you'),
    secret: key(aRequest(), anEndpoint(), 'me', 't'),
  };
  for (const [name, changed] of Object.entries(changes)) {
    it(`changes with the ${name}`, () => assert.notEqual(changed, key()));
  }

  it('changes with any character of the code', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.nat(),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (text, at, other) => {
          const index = at % text.length;
          const mutated = text.slice(0, index) + other + text.slice(index + 1);
          fc.pre(mutated !== text);
          assert.notEqual(key(infill(text, '')), key(infill(mutated, '')));
        },
      ),
    );
  });

  it('does not let prefix and suffix change places', () => {
    assert.notEqual(key(infill('ab', 'c')), key(infill('a', 'bc')));
  });
});
