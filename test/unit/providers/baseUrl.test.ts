import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { baseUrl } from '../../../server/src/providers/address/baseUrl.ts';
import { providers } from '../../../server/src/providers/index.ts';
import { urlMistake } from '../../../tools/field/urls/judged.ts';
import { PASTED_URLS } from '../../../tools/field/urls/pasted.ts';
import { JUDGED_URLS } from '../../../tools/field/urls/pastedJudge.ts';
import { processorMs } from '../../support/processorTime.ts';

const provider = (name: string) => {
  const found = providers.find((each) => each.name === name);
  assert.ok(found);
  return found;
};

describe('the base URL', () => {
  for (const [name, cases] of [
    ['addresses as they are pasted', PASTED_URLS],
    ['others of these kinds', JUDGED_URLS],
  ] as const) {
    it(`is right for ${name}, or a problem names the mend`, () => {
      assert.deepEqual(
        cases.map(urlMistake).filter((mistake) => mistake !== undefined),
        [],
      );
    });
  }

  it('becomes itself, for every provider', () => {
    for (const { pasted } of [...PASTED_URLS, ...JUDGED_URLS]) {
      for (const each of providers) {
        const once = baseUrl(each, pasted);
        if ('url' in once)
          assert.deepEqual(baseUrl(each, once.url), once, `${each.name} ${pasted}`);
      }
    }
  });

  it('is read from any text, in whatever order its parts come', () => {
    const part = fc.oneof(
      fc.constantFrom('http', 's', '://', ':', '/', '@', '[', ']', '?', '#', '%', '.', '\\', ' '),
      fc.constantFrom(
        'localhost',
        '::1',
        'v1',
        'api.openai.com',
        'chat/completions',
        '{',
        '<',
        '>',
      ),
      fc.string({ maxLength: 4 }),
    );
    const texts = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.constantFrom(...providers), (text, each) => {
        const base = baseUrl(each, text);
        if ('problem' in base) return assert.match(base.problem, /\w/);
        assert.ok(URL.canParse(base.url), base.url);
        assert.doesNotMatch(base.url, /\/(?:\?|$)|\s/);
        return assert.deepEqual(baseUrl(each, base.url), base);
      }),
    );
  });

  it('is read in linear time, from texts of any length', () => {
    const openai = provider('openai');
    for (const text of [
      '/',
      'http://',
      '[',
      '%20',
      '/v1',
      '(',
      '.',
      ' ',
      '"',
      '{',
      '@',
      '/api/v0',
    ]) {
      const ms = processorMs(() => {
        for (const length of [1_990, 100_000])
          baseUrl(openai, `http://h/${text.repeat(length / text.length)}`.slice(0, length));
      });
      assert.ok(ms < 1_000, `${text}: ${ms} ms`);
    }
    assert.deepEqual(baseUrl(openai, 'h'.repeat(2_001)), { problem: 'is too long for an address' });
  });

  it('is never told together with a key that stands in it', () => {
    const secret = 'AIzaSyB1234567890abcdefghijklmn';
    for (const text of [
      secret,
      `https://api.openai.com/v1?key=${secret}`,
      `http://u:${secret}@::1`,
    ]) {
      const base = baseUrl(provider('openai'), text);
      assert.ok('problem' in base && !base.problem.includes(secret), text);
    }
  });
});
