import { strict as assert } from 'node:assert';
import { relayed } from '../../../server/src/providers/relayed.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';
import { relayRequest } from '../../support/relays.ts';

describe('relayed', () => {
  it('asks for a stream as its client does, and for its usage', () => {
    const streamOptions = { include_obfuscation: false };
    const { body } = relayed(relayRequest({ streamOptions }), anEndpoint(), {});
    assert.deepEqual((body as { stream_options: unknown }).stream_options, {
      include_obfuscation: false,
      include_usage: true,
    });
    const whole = relayed(relayRequest({ isStreamed: false }), anEndpoint(), {});
    assert.equal('stream_options' in whole.body, false);
  });
});
