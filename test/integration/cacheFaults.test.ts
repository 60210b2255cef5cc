import { strict as assert } from 'node:assert';
import { diskFaults } from '../support/faults/diskFaults.ts';
import { httpFaults } from '../support/faults/httpFaults.ts';
import { redisFaults } from '../support/faults/redisFaults.ts';
import { type Fault, meet } from '../support/faults/scenario.ts';
import { needs } from '../support/realServers.ts';

const meetsEvery = (faults: readonly Fault[]) => {
  for (const fault of faults) {
    it(`${fault.name}: everybody is answered, rightly, and it is told once`, async () => {
      const { wrong, incidents, foundAfterwards } = await meet(fault);
      assert.equal(wrong, 0);
      assert.ok(incidents <= 1, `${incidents} log lines`);
      if (foundAfterwards !== undefined) assert.equal(foundAfterwards, 10);
    });
  }
};

describe('a cache tier in trouble', function () {
  this.timeout(30_000);

  describe('Redis', () => {
    needs('redis-server', '--version');
    meetsEvery(redisFaults);
  });
  describe('disk', () => meetsEvery(diskFaults));
  describe('HTTP', () => meetsEvery(httpFaults));
});
