import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Codec } from '../../../../server/src/cache/codec/codec.ts';

describe('Codec', () => {
  const codec = new Codec('secret');

  it('gives back any value, small or large', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string(), async (value, key) => {
        const json = JSON.parse(JSON.stringify(value));
        assert.deepEqual(await codec.open(key, await codec.seal(key, json)), json);
      }),
    );
    for (const length of [600, 1_000, 1_100, 5_000, 13_000, 65_000, 70_000, 300_000]) {
      const value = { text: 'const a = 1;\n'.repeat(length / 13) };
      assert.deepEqual(await codec.open('k', await codec.seal('k', value)), value);
    }
  });

  it('is never the same twice', async () => {
    const envelopes = await Promise.all(Array.from({ length: 1_000 }, () => codec.seal('k', 1)));
    // Behind schema, coding and key: random bytes are drawn for many at once.
    const ivs = envelopes.map((each) => each.subarray(6, 18).toString('hex'));
    assert.equal(new Set(ivs).size, envelopes.length);
  });

  it('compresses what is worth it', async () => {
    const sealed = await codec.seal('k', 'const a = 1;\n'.repeat(500));
    assert.ok(sealed.length < 600, String(sealed.length));
  });

  it('takes any change, another entry’s key and another secret for a miss', async () => {
    const sealed = await codec.seal('k', { text: 'sum(items)' });
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.equal(await codec.open('k', changed), undefined, String(at));
    }
    assert.equal(await codec.open('other', sealed), undefined);
    assert.equal(await new Codec('other').open('k', sealed), undefined);
    for (const junk of [
      Buffer.alloc(0),
      Buffer.from([1]),
      Buffer.from('no envelope'),
      sealed.subarray(0, 20),
    ]) {
      assert.equal(await codec.open('k', junk), undefined);
    }
  });

  it('does not unpack more than it would ever have packed', async () => {
    const sealed = await codec.seal('k', ' '.repeat(2_000_000));
    assert.equal(await codec.open('k', sealed), undefined);
  });
});
