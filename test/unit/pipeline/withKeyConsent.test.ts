import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { withKeyConsent } from '../../../server/src/pipeline/withKeyConsent.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

describe('withKeyConsent', () => {
  it('sends nothing until a key may go there, and tells why', async () => {
    const told: unknown[] = [];
    let may = false;
    let sent = 0;
    const tools = {
      credential: async () => 'key',
      mayCarryKey: (_: unknown, apiKey: string | undefined) => may && apiKey === 'key',
      observe: (event: unknown) => void told.push(event),
    };
    const generate = withKeyConsent(tools, anEndpoint(), async () => {
      sent++;
      return aGeneration();
    });
    await assert.rejects(generate(aRequest(), aContext()), (error) => {
      return error instanceof EndpointError && error.kind === 'unencrypted';
    });
    assert.equal(sent, 0);
    assert.deepEqual(told, [
      { kind: 'failed', endpointId: 'first', model: 'm', error: 'unencrypted' },
    ]);
    may = true;
    await generate(aRequest(), aContext());
    assert.deepEqual([sent, told.length], [1, 1]);
  });
});
