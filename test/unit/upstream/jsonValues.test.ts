import { strict as assert } from 'node:assert';
import { JsonValues } from '../../../server/src/upstream/jsonValues.ts';
import { EventTooLongError } from '../../../server/src/upstream/lines.ts';

const VALUES = ['{"a":"}\\"{"}', '[{"b":[1,2]},\n "]"]', '{\n  "c": "\\\\"\n}', '{}'];

describe('JsonValues', () => {
  it('finds values however they come in pieces', () => {
    const text = ` ${VALUES.join('\n\n')}\n`;
    for (let size = 1; size < text.length; size++) {
      const values = new JsonValues(999);
      const found: string[] = [];
      for (let at = 0; at < text.length; at += size)
        found.push(...values.push(text.slice(at, at + size)));
      assert.deepEqual([...found, ...values.end()], VALUES, `${size}`);
    }
  });

  it('gives what has no end at the end, and holds no more than it may', () => {
    const values = new JsonValues(9);
    assert.deepEqual([values.push('{"a":'), values.end()], [[], ['{"a":']]);
    assert.throws(() => values.push('{"aaaaaaaaaaaa'), EventTooLongError);
  });
});
