import { strict as assert } from 'node:assert';
import { EndpointError, type EndpointErrorKind } from '../../../server/src/domain/endpointError.ts';
import { EndpointHealth } from '../../../server/src/upstream/endpointHealth.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const error = (kind: EndpointErrorKind, details = {}) => new EndpointError('e', kind, details);

describe('EndpointHealth', () => {
  let clock: FakeClock;
  let health: EndpointHealth;

  beforeEach(() => {
    clock = new FakeClock();
    health = new EndpointHealth(clock, () => 0.5);
  });

  const fail = (times: number) => {
    for (let index = 0; index < times; index++) health.failed(error('server'));
  };

  it('opens after five failures in a row, not after five in all', () => {
    fail(4);
    health.succeeded();
    fail(2);
    assert.equal(health.isAvailable(), true);
    health.reset();
    fail(5);
    assert.equal(health.isAvailable(), false);
    assert.equal(health.state, 'open');
  });

  it('opens when half of the last outcomes failed, once there are eight of the last minute', async () => {
    for (let index = 0; index < 3; index++) {
      fail(1);
      health.succeeded();
    }
    fail(1);
    assert.equal(health.state, 'closed');
    fail(1);
    assert.equal(health.state, 'open');
    health.reset();
    for (let index = 0; index < 6; index++) {
      fail(1);
      health.succeeded();
      await clock.pass(30_000);
    }
    assert.equal(health.state, 'closed');
  });

  it('lets as many through after a probe, whatever was under way when it opened', async () => {
    for (let count = 0; count < 9; count++) health.begin();
    fail(5);
    await clock.pass(5_000);
    health.begin();
    assert.equal(health.isAvailable(), false);
    health.succeeded();
    health.begin();
    assert.equal(health.isAvailable(), true);
  });

  it('lets one probe through after the open time, then two, then four at once, and closes', async () => {
    fail(5);
    await clock.pass(5_000);
    const mayGo = () => {
      let count = 0;
      for (; health.isAvailable() && count < 9; count++) health.begin();
      return count;
    };
    assert.equal(mayGo(), 1);
    health.succeeded();
    assert.deepEqual([health.state, mayGo()], ['halfOpen', 2]);
    health.succeeded();
    assert.equal(mayGo(), 3);
    health.succeeded();
    assert.deepEqual([health.state, mayGo()], ['closed', 9]);
  });

  it('is tried again after two seconds where there is no other', async () => {
    fail(5);
    await clock.pass(1_999);
    assert.equal(health.isAvailable(true), false);
    await clock.pass(1);
    assert.deepEqual([health.isAvailable(true), health.isAvailable()], [true, false]);
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

  it('takes 429 for no failure', () => {
    for (let index = 0; index < 6; index++) {
      health.failed(error('rateLimited', { status: 429, retryAfterMs: 7_000 }));
    }
    assert.deepEqual([health.state, health.isAvailable()], ['closed', true]);
  });

  it('asks one that is retired never again', async () => {
    health.failed(error('retired', { status: 410 }));
    await clock.pass(10_000_000);
    assert.deepEqual([health.state, health.isAvailable(true)], ['retired', false]);
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
