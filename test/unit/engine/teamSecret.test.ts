import { strict as assert } from 'node:assert';
import { scryptSync } from 'node:crypto';
import { TeamSecret } from '../../../server/src/engine/teamSecret.ts';

describe("the team's secret", () => {
  let told: string[];
  let stretched: string[];
  let team: TeamSecret;
  beforeEach(() => {
    [told, stretched] = [[], []];
    const stretch = async (secret: string) => `key ${stretched.push(secret)}`;
    team = new TeamSecret((message) => told.push(message), stretch);
  });

  it('is none where it is empty or blank', async () => {
    for (const empty of [undefined, '', ' ', '\n', '\t \r\n', '                    ']) {
      assert.equal(await team.keyOf(empty), undefined);
    }
    assert.deepEqual([told, stretched], [[], []]);
  });

  it('is refused, and told, where it is shorter than 16 characters', async () => {
    for (const short of [
      'a',
      '  fifteen letters  '.trim(),
      'x'.repeat(15),
      ` ${'x'.repeat(15)}\n`,
      '🔑'.repeat(15),
    ]) {
      assert.equal(await team.keyOf(short), undefined, short);
    }
    assert.equal(told.length, 5);
    assert.match(told[0] ?? '', /shorter than 16 characters, so it is not used/);
    assert.deepEqual(stretched, []);
  });

  it('is stretched once, without the line end of the file that it was read from', async () => {
    const secret = 'a secret of the team';
    assert.equal(await team.keyOf(secret), 'key 1');
    assert.equal(await team.keyOf(`${secret}\n`), 'key 1');
    assert.equal(await team.keyOf('x'.repeat(16)), 'key 2');
    assert.deepEqual([stretched, told], [[secret, 'x'.repeat(16)], []]);
  });

  it('is the same key on every machine: scrypt as RFC 7914 has it, over a salt of our own', async () => {
    const secret = 'prénom de la grand-mère';
    const own = new TeamSecret(() => undefined);
    const cost = { N: 65_536, r: 8, p: 1, maxmem: 2 ** 27 };
    const expected = scryptSync(secret.normalize('NFC'), 'aurelis team cache secret 1', 32, cost);
    assert.equal(await own.keyOf(secret.normalize('NFD')), expected.toString('hex'));
  });
});
