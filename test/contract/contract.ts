import { strict as assert } from 'node:assert';
import type { CacheTier } from '../../server/src/cache/tier.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';

export interface TierUnderTest {
  readonly create: (clock: FakeClock) => CacheTier<string> | Promise<CacheTier<string>>;
  /** The first write wins, and nothing is taken back. */
  readonly isImmutable?: boolean;
}

/** Defines the tests of the contract that every cache tier keeps. */
export function contract(name: string, { create, isImmutable = false }: TierUnderTest): void {
  describe(`cache tier: ${name}`, () => {
    let clock: FakeClock;
    let tier: CacheTier<string>;

    beforeEach(async () => {
      clock = new FakeClock();
      tier = await create(clock);
      await waitFor('the tier', () => tier.isUp);
    });

    afterEach(() => tier.dispose());

    it('gives back what was set, as it was', async () => {
      const set = anEntry('1', { expiresAt: clock.now() + 5_000, freshUntil: clock.now() + 100 });
      await tier.set('a', set);
      assert.deepEqual(await tier.get('a'), set);
      assert.equal(await tier.get('b'), undefined);
    });

    it('takes and gives many, in the order of the keys', async () => {
      await tier.setMany([
        ['a', anEntry('1')],
        ['b', anEntry('2')],
      ]);
      const found = await tier.getMany(['b', 'nothing', 'a']);
      assert.deepEqual(
        found.map((entry) => entry?.value),
        ['2', undefined, '1'],
      );
      assert.deepEqual(await tier.getMany([]), []);
    });

    it('keeps keys and texts byte for byte', async () => {
      const text = 'a\r\n\u0000\u{1F600} \ud800 é"\'\\';
      await tier.set('k é:/?%#', anEntry(text));
      assert.equal((await tier.get('k é:/?%#'))?.value, text);
      assert.equal(await tier.get('k é:/?%# '), undefined);
    });

    it('serves nothing from its expiry on', async () => {
      await tier.set('a', anEntry('1', { expiresAt: clock.now() + 100 }));
      await clock.pass(99);
      assert.equal((await tier.get('a'))?.value, '1');
      await clock.pass(1);
      assert.equal(await tier.get('a'), undefined);
    });

    it('accounts for entries and bytes', async () => {
      await tier.set('a', anEntry('x'.repeat(1_000)));
      await clock.pass(1_000);
      await waitFor('the account', () => tier.usage().entries === 1);
      assert.ok(tier.usage().bytes > 0, String(tier.usage().bytes));
    });

    if (isImmutable) {
      it('keeps the first, and takes nothing back', async () => {
        await tier.set('a', anEntry('1'));
        await tier.set('a', anEntry('2'));
        assert.equal((await tier.get('a'))?.value, '1');
        assert.equal(await tier.delete('a'), false);
        assert.deepEqual(await tier.deleteMany(['a']), [false]);
        assert.equal(await tier.clear(), 0);
      });
      return;
    }

    it('replaces, deletes and clears', async () => {
      await tier.set('a', anEntry('1'));
      await tier.set('a', anEntry('2'));
      await tier.set('b', anEntry('3'));
      assert.equal((await tier.get('a'))?.value, '2');
      assert.equal(await tier.delete('a'), true);
      assert.equal(await tier.delete('a'), false);
      assert.equal(await tier.clear(), 1);
      assert.equal(await tier.get('b'), undefined);
      assert.equal(tier.usage().entries, 0);
    });

    it('deletes many, and says which were there', async () => {
      await tier.setMany([
        ['a', anEntry('1')],
        ['b', anEntry('2')],
      ]);
      assert.deepEqual(await tier.deleteMany(['b', 'c', 'a']), [true, false, true]);
      assert.deepEqual(await tier.getMany(['a', 'b']), [undefined, undefined]);
    });

    it('clears what begins with a prefix, and nothing else', async () => {
      await tier.setMany([
        ['a*:1', anEntry('1')],
        ['a*:2', anEntry('2')],
        ['ab:3', anEntry('3')],
      ]);
      assert.equal(await tier.clear('a*:'), 2);
      assert.equal((await tier.get('ab:3'))?.value, '3');
      assert.equal(await tier.get('a*:1'), undefined);
    });
  });
}
