import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { settingsIn } from '../../../server/src/settings/clientSettings.ts';
import { mergedSettings } from '../../../server/src/settings/mergedSettings.ts';
import { defaultSettings, type Settings } from '../../../server/src/settings/settings.ts';
import { type SettingName, settingsTable } from '../../../server/src/settings/settingsTable.ts';
import { target } from '../fuzzTarget.ts';
import { anyLength } from '../texts.ts';
import { inAnyForm } from './settingForms.ts';

/** Switches that a folder may turn off, and numbers that it may lower: written down here anew, as an oracle. */
const OFF: readonly string[] = [
  'enable',
  'completion.enable',
  'completion.speculate',
  'cache.disk.enable',
  'cache.http.write',
  'cache.similarPrompts',
];
const SMALLER: readonly string[] = ['completion.maxLines'];
const LANGUAGES = ['*', 'go', 'rust', 'constructor', '__proto__', 'unheard'];

const SECRET = 'hunter2hunter2';

const languages = fc.dictionary(
  fc.constantFrom('*', 'go', 'rust', 'constructor', 'Go'),
  fc.boolean(),
  { maxKeys: 4 },
);
/** Values that the settings take. */
const good: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    enable: fc.boolean(),
    'completion.enable': fc.boolean(),
    'completion.speculate': fc.boolean(),
    'completion.languages': languages,
    'completion.maxLines': fc.integer({ min: 1, max: 200 }),
    'completion.debounceMs': fc.integer({ min: 0, max: 10_000 }),
    'cache.disk.enable': fc.boolean(),
    'cache.http.write': fc.boolean(),
    'cache.http.url': fc.constant('https://cache.example'),
    'cache.similarPrompts': fc.boolean(),
    'cache.redis.keyPrefix': fc.constant('mine:'),
    'requests.retries': fc.integer({ min: 0, max: 10 }),
    'metrics.prometheusPort': fc.integer({ min: 0, max: 65_535 }),
  },
  { requiredKeys: [] },
);

/** Settings whose values may hold a password, and such values. */
const ADDRESSES = ['cache.redis.url', 'cache.http.url', 'metrics.otlpUrl', 'endpoints'];
const WITH_SECRET = [`redis://u:${SECRET}@ho st`, `http://${SECRET}@ho st`, [SECRET], SECRET];

const names = Object.keys(settingsTable);
const oddName = fc.oneof(
  fc.constantFrom(...names, ...names.map((name) => `aurelis.${name}`)),
  fc.constantFrom('aurelis', 'settings', 'cache', 'endpoints', 'custom', 'length', '__proto__', ''),
  anyLength,
);
const oddLeaf = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.double(),
  anyLength,
  fc.constant({ length: 4_294_967_295 }),
  fc.constantFrom(null, undefined),
);
const endpointMember = fc.oneof(oddLeaf, fc.constantFrom('ollama', 'openai', 'http://127.0.0.1:1'));
const withSecret = fc.constantFrom(...WITH_SECRET);
const endpoint = fc
  .tuple(
    fc.dictionary(
      fc.constantFrom('id', 'provider', 'limits', 'weight', 'roles', 'x'),
      endpointMember,
    ),
    fc.dictionary(
      fc.constantFrom('url', 'model', 'headers', 'apiKey', 'apiKeyEnv'),
      fc.oneof(endpointMember, withSecret),
    ),
  )
  .map(([named, others]) => ({ ...named, ...others }));
const odd = fc.oneof(
  fc.dictionary(oddName, fc.oneof(oddLeaf, fc.dictionary(oddName, oddLeaf, { maxKeys: 4 })), {
    maxKeys: 6,
  }),
  fc.array(endpoint, { maxLength: 4 }).map((endpoints) => ({ endpoints })),
  fc.dictionary(fc.constantFrom(...ADDRESSES), withSecret),
  oddLeaf,
);
const source = fc.oneof(
  { weight: 3, arbitrary: inAnyForm(good) },
  { weight: 2, arbitrary: odd },
  { weight: 1, arbitrary: fc.tuple(odd, inAnyForm(good)).map(mixed) },
);

function mixed([one, other]: [unknown, object]): unknown {
  return typeof one === 'object' && !Array.isArray(one) ? { ...one, ...other } : other;
}

interface SettingsCase {
  /** Values that must come out as they are, and a form in which they are handed over. */
  readonly good: { readonly values: Readonly<Record<string, unknown>>; readonly raw: object };
  readonly user: unknown;
  readonly ceiling: unknown;
  readonly folders: readonly unknown[];
  readonly languages: Readonly<Record<string, unknown>>;
}

const isOn = (settings: Settings, language: string): boolean => {
  const of = settings['completion.languages'];
  return (Object.hasOwn(of, language) ? of[language] : of['*']) ?? true;
};

/** Throws where settings allow what others do not, or differ in what nobody may narrow. */
function checkNoWider(settings: Settings, most: Settings): void {
  for (const name of Object.keys(defaultSettings) as SettingName[]) {
    if (OFF.includes(name)) assert.ok(!settings[name] || most[name], name);
    else if (SMALLER.includes(name)) assert.ok(Number(settings[name]) <= Number(most[name]), name);
    // A folder may keep back more.
    else if (name === 'privacy.exclude')
      assert.deepEqual(
        most[name],
        settings[name].filter((each) => most[name].includes(each)),
        name,
      );
    else if (name !== 'completion.languages') assert.deepEqual(settings[name], most[name], name);
  }
  for (const each of LANGUAGES) assert.ok(!isOn(settings, each) || isOn(most, each), each);
}

function checkProblems(problems: readonly string[], sources: number): void {
  assert.ok(problems.length <= 100 * sources, String(problems.length));
  for (const each of problems) {
    assert.ok(each.length < 1_000, String(each.length));
    assert.ok(!each.includes(SECRET), each);
    assert.match(each, /^aurelis.*[.?]$/su);
  }
}

function check({ good: known, user, ceiling, folders, languages: byLanguage }: SettingsCase): void {
  const alone = mergedSettings({ user: settingsIn(known.raw) });
  assert.deepEqual(alone.problems, []);
  for (const [name, value] of Object.entries(known.values)) {
    assert.deepEqual(
      { ...Object(alone.settings[name as SettingName]) },
      { ...Object(value) },
      name,
    );
  }
  const sources = { user: settingsIn(user), ceilings: settingsIn(ceiling) };
  const most = mergedSettings(sources);
  const all = mergedSettings({
    ...sources,
    folders: folders.flatMap(settingsIn),
    languages: byLanguage,
  });
  assert.deepEqual(Object.keys(all.settings), Object.keys(defaultSettings));
  checkNoWider(all.settings, most.settings);
  checkProblems(all.problems, 3 + 2 * folders.length + Object.keys(byLanguage).length);
  // What the editor was started with bounds the user's own, too.
  const bound = mergedSettings({
    user: [known.values, ...settingsIn(user)],
    ceilings: [known.values],
  });
  checkNoWider(
    bound.settings,
    mergedSettings({ user: [known.values, ...settingsIn(user)] }).settings,
  );
  for (const name of OFF) {
    if (known.values[name] === false)
      assert.equal(bound.settings[name as SettingName], false, name);
  }
}

/** Settings of any source in any form: never wider than the user's, and good ones are taken as they are. */
export const settings = target<SettingsCase>({
  name: 'settings',
  share: 80,
  maxMs: 500,
  open: () => ({
    cases: fc.record({
      good: good.chain((values) => inAnyForm(fc.constant(values)).map((raw) => ({ values, raw }))),
      user: source,
      ceiling: source,
      folders: fc.array(source, { maxLength: 3 }),
      languages: fc.dictionary(fc.constantFrom(...LANGUAGES), source, { maxKeys: 2 }),
    }),
    check,
  }),
});
