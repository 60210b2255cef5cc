import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { cacheScopeOf } from '../../../server/src/virtualKeys/cacheScope.ts';
import { createKey, keyHash } from '../../../server/src/virtualKeys/createKey.ts';
import { KeyRing } from '../../../server/src/virtualKeys/keyRing.ts';
import type { VirtualKey } from '../../../server/src/virtualKeys/virtualKey.ts';
import { seededRandom } from '../../../tools/random.ts';
import { aKey } from '../../support/virtualKeys.ts';

describe('KeyRing', () => {
  const ring = new KeyRing([aKey('anna'), aKey('bob')]);

  it('finds a key by what is presented, and nobody by anything else', () => {
    assert.equal(ring.find('ak-anna')?.name, 'anna');
    assert.equal(ring.find('ak-bob')?.name, 'bob');
    for (const other of ['', 'ak-ann', 'ak-anna ', 'AK-ANNA', keyHash('ak-anna'), 'anna']) {
      assert.equal(ring.find(other), undefined);
    }
    assert.deepEqual([ring.isEmpty, new KeyRing([]).isEmpty], [false, true]);
  });

  it('finds a key as often as it is presented, and nobody by what was refused before', () => {
    for (let time = 0; time < 3; time++) {
      assert.equal(ring.find('ak-anna')?.name, 'anna');
      assert.equal(ring.find('ak-carol'), undefined);
    }
  });

  it('finds nobody by a text of which only the beginning is a key', () => {
    const long = 'k'.repeat(512);
    const other = new KeyRing([{ ...aKey('long'), hash: keyHash(long) }]);
    assert.equal(other.find(long)?.name, 'long');
    assert.equal(other.find(`${long}k`), undefined);
    assert.equal(other.find(`${long}${'k'.repeat(1_000_000)}`), undefined);
  });

  it('finds nobody in an empty text where no key is empty', () => {
    assert.equal(new KeyRing([]).find(''), undefined);
  });
});

describe('a new key', () => {
  it('has 256 bits, says what it is, and is found by its hash', () => {
    const { key, hash } = createKey((bytes) => new Uint8Array(bytes).fill(255));
    assert.equal(key, `ak-${'_'.repeat(42)}8`);
    assert.match(hash, /^sha256:[\da-f]{64}$/);
    assert.equal(new KeyRing([{ ...aKey('new'), hash }]).find(key)?.name, 'new');
    assert.notEqual(createKey((bytes) => new Uint8Array(bytes).fill(254)).key, key);
  });
});

describe('the scope of cached answers', () => {
  it('is the same for two keys exactly where they are the same, or share with one team: 100,000 pairs', () => {
    const random = seededRandom(20);
    const pick = <Item>(items: readonly Item[]): Item =>
      items[Math.floor(random() * items.length)] as Item;
    const hashes = Array.from({ length: 40 }, (_, at) => keyHash(`ak-${at}`));
    // Teams that are named as scopes are.
    const own = hashes.map((hash) => cacheScopeOf({ name: '', hash, cacheScope: 'own' }));
    const teams = [
      undefined,
      '',
      'a',
      'b',
      'no team',
      'no keys',
      'team:a',
      'own:',
      ...own.slice(0, 4),
    ];
    const any = (): VirtualKey | undefined => {
      if (random() < 0.05) return undefined;
      const [hash, team] = [pick(hashes), pick(teams)];
      return { name: 'any', hash, cacheScope: pick(['own', 'team'] as const), team };
    };
    let same = 0;
    for (let pair = 0; pair < 100_000; pair++) {
      const [one, other] = [any(), any()];
      const mayShare =
        one === undefined || other === undefined
          ? one === other
          : one.cacheScope === other.cacheScope &&
            (one.cacheScope === 'own' ? one.hash === other.hash : one.team === other.team);
      assert.equal(cacheScopeOf(one) === cacheScopeOf(other), mayShare);
      if (mayShare) same++;
    }
    assert.ok(same > 1_000, String(same));
  });

  it('of one kind is never one of another kind, whatever a team is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, team) => {
        const hash = keyHash(key);
        const scopes = [
          cacheScopeOf(undefined),
          cacheScopeOf({ name: '', hash, cacheScope: 'own', team }),
          cacheScopeOf({ name: '', hash, cacheScope: 'team', team }),
          cacheScopeOf({ name: '', hash, cacheScope: 'team' }),
        ];
        assert.equal(new Set(scopes).size, 4);
      }),
    );
  });

  it('tells neither key nor hash', () => {
    const key = aKey('anna');
    assert.ok(!cacheScopeOf(key).includes(key.hash.slice(7)));
  });
});
