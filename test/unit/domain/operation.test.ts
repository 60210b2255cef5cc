import { strict as assert } from 'node:assert';
import { operationOf } from '../../../server/src/domain/operation.ts';
import { anEndpoint, aRequest } from '../../../tools/testing/requests.ts';
import { relayRequest } from '../../support/relays.ts';

describe('what a server is asked to do for a request', () => {
  it('is to fill in the middle only where completions are asked for so', () => {
    assert.equal(operationOf(aRequest(), anEndpoint()), 'fill');
    assert.equal(operationOf(aRequest(), anEndpoint({ completionApi: 'chat' })), 'chat');
    const question = aRequest({ input: { kind: 'chat', system: '', user: 'Why?' } });
    assert.equal(operationOf(question, anEndpoint()), 'chat');
  });

  it('is what another program asks for, and more where its text has a suffix', () => {
    const of = (input: Parameters<typeof relayRequest>[0]) =>
      operationOf(relayRequest(input), anEndpoint({ completionApi: 'chat' }));
    assert.equal(of({}), 'chat');
    assert.equal(of({ operation: 'embeddings', body: { input: 'a' } }), 'embeddings');
    assert.equal(of({ operation: 'text', body: { prompt: 'a' } }), 'text');
    assert.equal(of({ operation: 'text', body: { prompt: 'a', suffix: null } }), 'text');
    assert.equal(of({ operation: 'text', body: { prompt: 'a', suffix: 'b' } }), 'fill');
    assert.equal(of({ operation: 'chat', body: { suffix: 'b' } }), 'chat');
  });
});
