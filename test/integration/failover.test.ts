import { strict as assert } from 'node:assert';
import { needs } from '../../tools/servers/realServers.ts';
import { spendThroughFailover } from '../../tools/testing/failover.ts';

describe('a budget in a real cluster of six nodes, one of which dies', () => {
  needs('redis-server', '--version');

  const ways = [
    { way: 'spent as fast as it can be', isEven: false, unreplicated: 0 },
    { way: 'spent evenly, with grants that were not replicated', isEven: true, unreplicated: 10 },
  ];
  for (const { way, ...options } of ways) {
    it(`is not overspent but for what died with it, and is there again: ${way}`, async function () {
      this.timeout(180_000);
      const [instances, limit] = [4, 60];
      const spent = await spendThroughFailover({ instances, limit, periodMs: 1_500, ...options });
      const told = JSON.stringify(spent);
      assert.ok(spent.mostAbove <= spent.lost, told);
      assert.ok(spent.mostInPeriod <= limit + spent.lost, told);
      assert.ok(spent.mostAlone <= limit / instances, told);
      assert.ok(Number.isFinite(spent.awayMs) && spent.granted.shared > 2 * limit, told);
      assert.ok(spent.lost >= options.unreplicated / 2, told);
    });
  }
});
