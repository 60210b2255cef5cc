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

  it('says in how long it may be asked, and nothing while nobody knows', async () => {
    assert.equal(health.availableInMs(), 0);
    fail(5);
    assert.deepEqual([health.availableInMs(), health.availableInMs(true)], [5_000, 2_000]);
    await clock.pass(1_500);
    assert.deepEqual([health.availableInMs(), health.availableInMs(true)], [3_500, 500]);
    await clock.pass(3_500);
    assert.equal(health.availableInMs(), 0);
    health.begin();
    assert.equal(health.availableInMs(), undefined, 'a request finds out');
    health.reset();
    health.failed(error('unauthorized'));
    const asked = [health.availableInMs(true, false), health.availableInMs(true, true)];
    assert.deepEqual(asked, [60_000, 10_000]);
    await clock.pass(60_000);
    health.begin();
    assert.equal(health.availableInMs(true, true), undefined, 'a request finds out');
    const paused = new EndpointHealth(
      clock,
      () => 0.5,
      () => true,
    );
    assert.equal(paused.availableInMs(true, true), undefined);
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

  const HOUR = 3_600_000;
  /** Counts the probes in a time, each refused for the same reason, if somebody asks every second. */
  const probesIn = async (ms: number, kind: EndpointErrorKind) => {
    let probes = 0;
    for (let passed = 0; passed < ms; passed += 1_000) {
      await clock.pass(1_000);
      if (!health.isAvailable(true)) continue;
      health.begin();
      health.failed(error(kind, { status: 400 }));
      probes++;
    }
    return probes;
  };

  it('asks one that is retired after hours', async () => {
    health.failed(error('retired', { status: 410 }));
    await clock.pass(6 * HOUR - 1);
    assert.deepEqual([health.state, health.isAvailable(true, true)], ['retired', false]);
    await clock.pass(1);
    assert.equal(health.isAvailable(), true);
  });

  it('rests after what the user has to mend: longer each time, an hour at most, never for ever', async () => {
    health.failed(error('unauthorized', { status: 401 }));
    assert.deepEqual([health.state, health.isAvailable(true)], ['unauthorized', false]);
    assert.equal(await probesIn(HOUR / 6, 'unauthorized'), 2);
    assert.equal(await probesIn(24 * HOUR, 'unauthorized'), 24);
    health.reset();
    assert.deepEqual([health.isAvailable(), health.lastError], [true, null]);
  });

  it('is well again after one answer, and rests at once when it never gave one', async () => {
    health.failed(error('rejected', { status: 400 }));
    assert.deepEqual([health.state, health.isAvailable()], ['resting', false]);
    await clock.pass(60_000);
    health.begin();
    health.succeeded();
    assert.equal(health.state, 'closed');
    health.failed(error('rejected', { status: 400 }));
    assert.deepEqual([health.state, health.lastError], ['closed', 'rejected']);
    health.failed(error('rejected', { status: 400 }));
    assert.equal(health.state, 'resting');
  });

  it('does not rest for a text that is refused, but for many', () => {
    health.succeeded();
    for (let index = 0; index < 2; index++) health.failed(error('moderated', { status: 400 }));
    assert.equal(health.state, 'closed');
    health.failed(error('moderated', { status: 400 }));
    assert.equal(health.state, 'resting');
  });

  it('sends one probe at a time, and gives one up for longer each time', async () => {
    health.failed(error('outOfCredit', { status: 402 }));
    await clock.pass(60_000);
    health.begin();
    assert.equal(health.isAvailable(), false);
    health.abandoned();
    await clock.pass(4_999);
    assert.equal(health.isAvailable(), false);
    await clock.pass(1);
    health.begin();
    health.abandoned();
    await clock.pass(9_999);
    assert.equal(health.isAvailable(), false);
  });

  it('lets the user ask sooner, and at once after a change', async () => {
    health.failed(error('noModel', { status: 404 }));
    assert.equal(health.isAvailable(true, true), false);
    await clock.pass(10_000);
    assert.deepEqual([health.isAvailable(true, true), health.isAvailable(true)], [true, false]);
    health.wake();
    assert.equal(health.isAvailable(), true);
  });

  it('hears nothing of what went out under the key of before', () => {
    const before = health.begin();
    health.reset();
    health.failed(error('unauthorized', { status: 401 }), before);
    assert.deepEqual([health.state, health.lastError], ['closed', null]);
    health.begin();
    health.succeeded(before);
    health.failed(error('unauthorized', { status: 401 }));
    assert.equal(health.state, 'unauthorized');
  });

  it('asks a server that goes on failing less and less where there is no other', async () => {
    fail(5);
    let probes = 0;
    for (let second = 0; second < 600; second++) {
      await clock.pass(1_000);
      if (!health.isAvailable(true)) continue;
      health.begin();
      fail(1);
      probes++;
    }
    assert.ok(probes < 35, `${probes}`);
  });

  it('is available to nobody while its user has paused it, and then as it was before', async () => {
    let isPaused = true;
    health = new EndpointHealth(
      clock,
      () => 0.5,
      () => isPaused,
    );
    health.wake();
    health.reset();
    assert.deepEqual([health.state, health.isAvailable(true, true)], ['paused', false]);
    health.failed(error('paused'), health.begin());
    isPaused = false;
    assert.deepEqual(
      [health.state, health.lastError, health.isAvailable()],
      ['closed', null, true],
    );
    health.failed(error('noModel', { status: 404 }));
    isPaused = true;
    await clock.pass(3_600_000);
    assert.equal(health.isAvailable(true, true), false);
    isPaused = false;
    assert.deepEqual([health.state, health.isAvailable()], ['resting', true]);
  });
});
