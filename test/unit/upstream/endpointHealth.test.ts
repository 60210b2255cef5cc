import { strict as assert } from 'node:assert';
import { EndpointError, type EndpointErrorKind } from '../../../server/src/domain/endpointError.ts';
import { EndpointHealth } from '../../../server/src/upstream/endpointHealth.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const error = (kind: EndpointErrorKind, details = {}) => new EndpointError('e', kind, details);

describe('EndpointHealth', () => {
  let clock: FakeClock;
  let health: EndpointHealth;

  beforeEach(() => {
    clock = new FakeClock();
    health = new EndpointHealth(clock);
  });

  const fail = (times: number) => {
    for (let index = 0; index < times; index++) health.failed(error('server'));
  };

  it('opens after five failures in a row, not after five in all', () => {
    fail(4);
    health.succeeded();
    fail(4);
    assert.equal(health.isAvailable(), true);
    fail(1);
    assert.equal(health.isAvailable(), false);
    assert.equal(health.state, 'open');
  });

  it('lets one probe through after the open time, and closes on its success', async () => {
    fail(5);
    await clock.pass(5_000);
    assert.equal(health.isAvailable(), true);
    health.begin();
    assert.equal(health.isAvailable(), false);
    health.succeeded();
    assert.equal(health.state, 'closed');
  });

  it('stays away twice as long after a failed probe', async () => {
    fail(5);
    await clock.pass(5_000);
    health.begin();
    fail(1);
    await clock.pass(9_999);
    assert.equal(health.isAvailable(), false);
    await clock.pass(1);
    assert.equal(health.isAvailable(), true);
  });

  it('gives the turn of a cancelled probe back', async () => {
    fail(5);
    await clock.pass(5_000);
    health.begin();
    health.abandoned();
    assert.equal(health.isAvailable(), true);
  });

  it('obeys retry-after exactly, and takes 429 for no failure', async () => {
    for (let index = 0; index < 6; index++) {
      health.failed(error('rateLimited', { status: 429, retryAfterMs: 7_000 }));
    }
    assert.equal(health.state, 'closed');
    await clock.pass(6_999);
    assert.equal(health.isAvailable(), false);
    await clock.pass(1);
    assert.equal(health.isAvailable(), true);
  });

  it('does not hold our own limiter against the endpoint', () => {
    health.failed(error('rateLimited', { retryAfterMs: 7_000 }));
    assert.equal(health.isAvailable(), true);
  });

  it('asks no more with a refused key until there is a new one', async () => {
    health.failed(error('unauthorized', { status: 401 }));
    await clock.pass(10_000_000);
    assert.equal(health.isAvailable(), false);
    health.reset();
    assert.equal(health.isAvailable(), true);
    assert.equal(health.lastError, null);
  });

  it('takes a refused request for no failure of the endpoint', () => {
    for (let index = 0; index < 6; index++) health.failed(error('rejected', { status: 400 }));
    assert.equal(health.isAvailable(), true);
    assert.equal(health.lastError, 'rejected');
  });
});
