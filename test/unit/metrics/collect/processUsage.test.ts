import { strict as assert } from 'node:assert';
import { processUsage } from '../../../../server/src/metrics/collect/processUsage.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

describe('the usage of the process', () => {
  it('is its memory, and its share of a core over at least five seconds', async () => {
    const clock = new FakeClock();
    const usage = processUsage(clock);
    await clock.pass(4_999);
    const early = usage();
    assert.equal(early.cpu, 0);
    assert.ok(early.memory > 0 && early.memory < 1 && early.residentBytes > 1_000_000);
    await clock.pass(1);
    const { cpu } = usage();
    assert.ok(cpu > 0, String(cpu));
    // Measured again only after as long a time.
    await clock.pass(4_999);
    assert.equal(usage().cpu, cpu);
  });
});
