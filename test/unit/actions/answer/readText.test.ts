import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readText, spokenSoFar } from '../../../../server/src/actions/answer/readText.ts';

const SAID = 'It adds.\n\n```ts\nsum += 1;\n```\n\nMind the **end**.';
const read = (text: string, more: object = {}) => readText({ text, ending: 'stop', ...more });

describe('a text out of an answer', () => {
  it('is all that is said, without thoughts and tokens', () => {
    for (const answer of [
      SAID,
      `\n${SAID}\n\n`,
      SAID.replaceAll('\n', '\r\n'),
      `<think>Hm.</think>\n${SAID}`,
      `${SAID}<|im_end|>`,
      `<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>${SAID}`,
    ]) {
      assert.deepEqual(read(answer), { text: SAID });
    }
  });

  it('ends with dots where it was cut, and is none where nothing was said', () => {
    assert.deepEqual(read(SAID, { ending: 'length' }), {
      text: `${SAID} …`,
      brokenOff: 'limit',
    });
    assert.deepEqual(read(SAID, { fault: 'refused' }), {
      text: `${SAID} …`,
      brokenOff: 'connection',
    });
    assert.deepEqual(read('a'.repeat(40_001)), { text: `${'a'.repeat(40_000)} …` });
    assert.equal(read('<think>Hm', { ending: 'length' }), 'cut');
    assert.equal(read('<think>Hm'), 'empty');
    assert.equal(read('  '), 'empty');
    assert.equal(read(SAID, { withheld: 'credential' }), 'credential');
  });

  it('is none where the model declines, which it says in few words', () => {
    assert.equal(read("I'm sorry, but I can't help with that."), 'declined');
    const long = `Unfortunately the name tells little. ${'It adds. '.repeat(60)}`;
    assert.deepEqual(read(long), { text: long.trim() });
  });

  it('shows nothing of thoughts while it grows', () => {
    const whole = `<think>secret thoughts</think>\n${SAID}`;
    fc.assert(
      fc.property(fc.nat(whole.length), (length) => {
        const shown = spokenSoFar(whole.slice(0, length));
        assert.ok(!shown.includes('secret') && !shown.includes('thoughts'));
        if (length > 7 && length < whole.indexOf('</think>')) assert.equal(shown, '');
      }),
    );
  });
});
