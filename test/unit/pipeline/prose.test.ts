import { strict as assert } from 'node:assert';
import { isMerged, readPairs } from '../../../bench/cache/prose.ts';
import { normalProse } from '../../../server/src/pipeline/prose.ts';

describe('normalProse', () => {
  const { different, same } = readPairs();

  for (const [kind, pairs] of Object.entries(different)) {
    it(`keeps apart ${pairs.length} pairs that differ by ${kind}`, () => {
      assert.ok(pairs.length >= 30);
      assert.deepEqual(pairs.filter(isMerged), []);
    });
  }

  it('takes at least 30 of 100 paraphrases for what they are', () => {
    assert.equal(same.length, 100);
    assert.ok(same.filter(isMerged).length >= 30);
  });

  it('takes manners off, and nothing else', () => {
    for (const text of [
      'Explain tail calls',
      'explain  tail calls?!',
      'Hello! Could you please explain tail calls, thanks.',
      'I would like you to explain tail calls',
    ]) {
      assert.equal(normalProse(text), 'explain tail calls', text);
    }
    assert.equal(normalProse("Don't explain"), normalProse('Do not explain'));
  });

  it('keeps words that only look like manners', () => {
    for (const [one, other] of [
      ['Hello world program', 'World program'],
      ['How do I say thank you', 'How do I say please'],
      ['Can you use a label here', 'Use a label here'],
      ['Would you lock first', 'Lock first'],
      ['Please', ''],
    ] as const) {
      assert.notEqual(normalProse(one), normalProse(other) ?? 'none', one);
    }
  });

  it('has no form for what may be code, a name, a number or a path', () => {
    for (const text of [
      'a = b',
      'call f(x)',
      'use `map`',
      'two\nlines',
      'version 2',
      'getUser',
      'foo.bar here',
      'package-lock.json',
      'src/a',
      'C#',
      'a_b',
      'x -> y',
      '#include',
      '',
      '   ',
    ]) {
      assert.equal(normalProse(text), undefined, text);
    }
  });
});
