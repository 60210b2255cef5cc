import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { mergedSettings } from '../../../server/src/settings/mergedSettings.ts';
import { narrower } from '../../../server/src/settings/narrow.ts';

const LANGUAGES = ['*', 'python', 'go', 'constructor', '__proto__'];
const languages = fc
  .array(fc.tuple(fc.constantFrom(...LANGUAGES), fc.boolean()))
  .map((entries) => Object.fromEntries(entries) as Record<string, boolean>);

/** Reads the setting as `completion/decision/gates.ts` does. */
const isOn = (of: Record<string, boolean>, language: string): boolean =>
  (Object.hasOwn(of, language) ? of[language] : of['*']) ?? true;

describe('the narrower of two values', () => {
  it('has a language on only where both have', () => {
    fc.assert(
      fc.property(languages, languages, (one, other) => {
        const both = narrower('languages', one, other) as Record<string, boolean>;
        for (const language of [...LANGUAGES, 'rust']) {
          assert.equal(isOn(both, language), isOn(one, language) && isOn(other, language));
        }
      }),
    );
  });

  it('is off where either is, the smaller number, and every glob of both', () => {
    const pairs = [true, false].flatMap((one) => [true, false].map((other) => [one, other]));
    assert.deepEqual(
      pairs.map(([one, other]) => narrower('off', one, other)),
      [true, false, false, false],
    );
    assert.deepEqual(narrower('joined', ['a', 'b'], ['b', 'c']), ['a', 'b', 'c']);
    assert.deepEqual([narrower('smaller', 3, 5), narrower('smaller', 5, 3)], [3, 3]);
  });
});

describe('what folders say', () => {
  const folder = fc.record(
    {
      enable: fc.boolean(),
      'completion.enable': fc.boolean(),
      'completion.speculate': fc.boolean(),
      'completion.maxLines': fc.integer({ min: 1, max: 200 }),
      'completion.languages': languages,
      'cache.disk.enable': fc.boolean(),
      'cache.http.write': fc.boolean(),
      'cache.similarPrompts': fc.boolean(),
      'cache.redis.url': fc.constant('redis://elsewhere'),
      'requests.retries': fc.integer({ min: 0, max: 10 }),
      'completion.debounceMs': fc.constant(0),
    },
    { requiredKeys: [] },
  );

  it('allows nothing that the user does not, in whichever number and order', () => {
    fc.assert(
      fc.property(folder, fc.array(folder, { maxLength: 4 }), (user, folders) => {
        const alone = mergedSettings({ user: [user] }).settings;
        const { settings } = mergedSettings({ user: [user], folders });
        for (const name of Object.keys(settings) as (keyof typeof settings)[]) {
          const [before, after] = [alone[name], settings[name]];
          if (typeof before === 'boolean') assert.ok(before || !after, name);
          else if (name === 'completion.maxLines') assert.ok(Number(after) <= Number(before));
          else if (name !== 'completion.languages') assert.deepEqual(after, before, name);
        }
        for (const language of [...LANGUAGES, 'rust']) {
          const [before, after] = [alone, settings].map((each) => each['completion.languages']);
          assert.ok(isOn(before ?? {}, language) || !isOn(after ?? {}, language));
        }
        const turned = mergedSettings({ user: [user], folders: [...folders].reverse() }).settings;
        assert.deepEqual(JSON.parse(JSON.stringify(turned)), JSON.parse(JSON.stringify(settings)));
      }),
    );
  });
});
