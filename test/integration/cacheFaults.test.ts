import { strict as assert } from 'node:assert';
import { diskFaults } from '../../tools/faults/diskFaults.ts';
import { httpFaults } from '../../tools/faults/httpFaults.ts';
import { redisFaults } from '../../tools/faults/redisFaults.ts';
import { type Fault, meet } from '../../tools/faults/scenario.ts';
import { needs } from '../../tools/servers/realServers.ts';

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
