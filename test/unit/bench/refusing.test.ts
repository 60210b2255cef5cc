import { strict as assert } from 'node:assert';
import { tenMinutes } from '../../../bench/servers/refusing.ts';
import { REFUSALS } from '../../../tools/field/refusals/index.ts';

const SHOWN = [
  'max_tokens of a reasoning',
  'a wrong key',
  'as 429',
  'as pasted',
  'no insertion',
  'by your',
];

describe('ten minutes of typing beside an endpoint that refuses everything', () => {
  for (const each of REFUSALS.filter(({ name }) => SHOWN.some((part) => name.includes(part)))) {
    it(`costs six calls at most, and one message: ${each.name}`, async () => {
      const { calls, messages } = await tenMinutes(each);
      assert.ok(calls >= 2 && calls <= 6, `${calls}`);
      assert.equal(messages.length, 1);
      assert.ok(messages[0]?.includes(each.says ?? ''), messages[0]);
    });
  }
});
