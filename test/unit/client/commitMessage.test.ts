import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { boundedDiff } from '../../../client/src/boundedDiff.ts';
import { MessageBox } from '../../../client/src/messageBox.ts';

describe('a diff that is sent', () => {
  const file = (name: string, lines: number) =>
    `diff --git a/${name} b/${name}\n@@ -0,0 +1,${lines} @@\n${'+x\n'.repeat(lines)}`;

  it('is whole where it is short enough', () => {
    const diff = file('a', 5);
    assert.deepEqual(boundedDiff(diff, diff.length), { diff, isCut: false });
  });

  it('holds the first lines of every file where it is not', () => {
    const { diff, isCut } = boundedDiff(file('large', 10_000) + file('small', 3), 1_000);
    assert.ok(isCut && diff.length <= 1_000);
    assert.match(diff, /^diff --git a\/large b\/large\n@@[^\n]*\n(?:\+x\n)+diff --git a\/small/);
    assert.ok(diff.endsWith(file('small', 3)));
  });

  it('has no half lines, and is never too long', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), fc.nat(2_000), (counts, most) => {
        const whole = counts.map((count, index) => file(`f${index}`, count)).join('');
        const { diff } = boundedDiff(whole, most);
        assert.ok(diff.length <= most && /^$|\n$/.test(diff));
      }),
    );
  });
});

describe('the field of a message', () => {
  it('is written into until the user types there', () => {
    const box = { value: 'before' };
    const message = new MessageBox(box);
    assert.deepEqual([message.write('A'), message.write('Add'), box.value], [true, true, 'Add']);
    box.value = 'Add!';
    assert.deepEqual([message.write('Add it'), box.value], [false, 'Add!']);
    message.restore();
    assert.equal(box.value, 'Add!');
  });

  it('is given back as it was', () => {
    const box = { value: 'before' };
    const message = new MessageBox(box);
    message.write('Add');
    message.restore();
    assert.equal(box.value, 'before');
  });
});
