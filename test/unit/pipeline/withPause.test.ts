import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { withPause } from '../../../server/src/pipeline/withPause.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

describe('withPause', () => {
  it('sends nothing to an endpoint that is paused by the time it would', async () => {
    const health = { isPaused: true };
    let sent = 0;
    const generate = withPause(health, anEndpoint(), async () => {
      sent++;
      return aGeneration();
    });
    await assert.rejects(
      generate(aRequest(), aContext()),
      (error) => error instanceof EndpointError && error.kind === 'paused',
    );
    assert.equal(sent, 0);
    health.isPaused = false;
    await generate(aRequest(), aContext());
    assert.equal(sent, 1);
  });
});
