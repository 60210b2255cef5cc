import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { EndpointRemedies } from '../../../server/src/engine/endpointRemedies.ts';
import { endpointLive } from '../../../server/src/engine/liveState.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { EndpointStates } from '../../../server/src/upstream/endpointStates.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const SENTENCE = 'No such model';

describe('an endpoint with two models', () => {
  const clock = new FakeClock();
  const slots = new ConcurrencyLimit({ concurrency: 9, queueLimit: 9 });
  const statesOf = () => new EndpointStates({ clock, random: () => 0.5, slots });
  const endpoint = anEndpoint({ model: 'a', completionModel: 'b', limits: { concurrency: 1 } });
  const gone = new EndpointError('first', 'noModel', { status: 404, sentence: SENTENCE });
  const never = new AbortController().signal;

  it('is ready while one of them is, and tells the trouble of the other', () => {
    const states = statesOf();
    states.of(endpoint, 'completion').health.failed(gone);
    const { state, lastError, lastSentence } = endpointLive(endpoint, states);
    assert.deepEqual([state, lastError, lastSentence], ['closed', 'noModel', SENTENCE]);
    states.of(endpoint, 'action').health.failed(gone);
    assert.equal(endpointLive(endpoint, states).state, 'resting');
  });

  it('keeps the limits of the settings for both together', async () => {
    const states = statesOf();
    const held = await states
      .of(endpoint, 'action')
      .limiter.acquire({ signal: never, priority: 'action' });
    let isThere = false;
    const waits = states
      .of(endpoint, 'completion')
      .limiter.acquire({ signal: never, priority: 'action' });
    const second = waits.then((permit) => {
      isThere = true;
      permit.dispose();
    });
    await clock.pass(10);
    assert.equal(isThere, false);
    held.dispose();
    await second;
    assert.equal(isThere, true);
  });

  it('is asked again, and by chat, as the user wants', () => {
    const states = statesOf();
    const remedies = new EndpointRemedies(states, () => [endpoint]);
    const { health, facts } = states.of(endpoint, 'completion');
    health.failed(gone);
    assert.equal(health.isAvailable(), false);
    remedies.tryAgain('first');
    assert.equal(health.isAvailable(), true);
    assert.equal(remedies.canUseChat('first'), true);
    remedies.useChat('first');
    assert.deepEqual([facts.known.api, remedies.canUseChat('first')], ['chat', false]);
    const late = health.begin();
    remedies.newKey('first');
    health.failed(new EndpointError('first', 'unauthorized', { status: 401 }), late);
    assert.equal(health.lastError, null);
    remedies.tryAgain('nobody');
    assert.equal(remedies.canUseChat('nobody'), false);
  });

  it('is paused as a whole, by a trouble of before that alarms nobody', () => {
    const states = statesOf();
    states.of(endpoint, 'completion').health.failed(gone);
    states.pause(endpoint);
    const { state, lastError, lastSentence } = endpointLive(endpoint, states);
    assert.deepEqual([state, lastError, lastSentence], ['paused', null, undefined]);
    const remedies = new EndpointRemedies(states, () => [endpoint]);
    remedies.tryAgain('first');
    remedies.newKey('first');
    assert.equal(endpointLive(endpoint, states).state, 'paused');
  });
});
