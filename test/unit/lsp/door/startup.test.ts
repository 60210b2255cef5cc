import { strict as assert } from 'node:assert';
import { Startup } from '../../../../server/src/lsp/door/startup.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

describe('the start of the server', () => {
  it('is waited for by requests that come early, and leaves no timer behind', async () => {
    const clock = new FakeClock();
    const startup = new Startup<string>(clock);
    const early = startup.host();
    startup.done('host');
    assert.deepEqual([await early, await startup.host()], ['host', 'host']);
    assert.equal(clock.pending, 0);
  });

  it('is waited for twenty seconds at most, and may come later', async () => {
    const clock = new FakeClock();
    const startup = new Startup<string>(clock);
    const refused = assert.rejects(startup.host(), { code: -32803, message: /still starting/ });
    await clock.pass(19_999);
    assert.equal(clock.pending, 1);
    await clock.pass(1);
    await refused;
    startup.done('host');
    assert.equal(await startup.host(), 'host');
  });

  it('is told where it failed', async () => {
    const startup = new Startup<string>(new FakeClock());
    const early = assert.rejects(startup.host(), { code: -32803, message: /could not start/ });
    startup.failed();
    await early;
    await assert.rejects(startup.host(), /could not start/);
  });
});
