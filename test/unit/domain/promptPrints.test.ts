import { strict as assert } from 'node:assert';
import { promptPrints } from '../../../server/src/domain/promptPrints.ts';
import { relayRequest } from '../../support/relays.ts';

const prints = (texts: readonly string[]) => promptPrints(relayRequest({ texts }));

describe('the prints of a prompt', () => {
  it('are those of its texts, each on lines of its own', () => {
    const text = 'some words of a prompt '.repeat(100);
    const [one, other] = [text.slice(0, 777), text.slice(778)];
    const whole = prints([`${one}\n${other}`]);
    assert.equal(whole.length, 23);
    assert.equal(new Set(whole).size, 23);
    assert.deepEqual(prints([one, other]), whole);
    assert.notDeepEqual(prints([one + other]), whole);
    assert.deepEqual(prints([one]), whole.slice(0, 7));
  });

  it('are made once for a request, and of no more than the first million characters', () => {
    const { input } = relayRequest({ texts: ['x'.repeat(3_000_000), 'y'] });
    const known = promptPrints({ input });
    assert.equal(known.length, 10_000);
    assert.equal(promptPrints({ input }), known);
  });
});
