import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { settingsIn } from '../../../server/src/settings/clientSettings.ts';
import { mergedSettings } from '../../../server/src/settings/mergedSettings.ts';
import { defaultSettings } from '../../../server/src/settings/settings.ts';
import { settingsTable } from '../../../server/src/settings/settingsTable.ts';
import { processorMs } from '../../support/processorTime.ts';

const read = (raw: unknown) =>
  mergedSettings({ user: settingsIn(raw), folders: settingsIn(raw), ceilings: settingsIn(raw) });
const endpoint = { provider: 'ollama', model: 'm' };

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = { aurelis: value, a: [] };
  return value;
}

describe('settings that are meant to harm', () => {
  const many = Array.from({ length: 50_000 }, (_, index) => index);
  const cases: Record<string, unknown> = {
    'a length that is a lie': { endpoints: { length: 4_294_967_295 } },
    'a huge length inside': { endpoints: [{ ...endpoint, id: 'a', roles: { length: 1e15 } }] },
    'too many endpoints': { endpoints: many.map((id) => ({ ...endpoint, id: `e${id}` })) },
    'an endpoint of many unknown members': {
      endpoints: [
        { ...endpoint, id: 'a', ...Object.fromEntries(many.map((at) => [`k${at}`, at])) },
      ],
    },
    'a deep value': nested(5_000),
    'many wrong elements': { endpoints: [{ ...endpoint, id: 'a', roles: many }] },
    'many languages': { 'completion.languages': Object.fromEntries(many.map((at) => [at, false])) },
    'many members': Object.fromEntries(many.map((at) => [`completion.maxLines${at}`, at])),
    'long names': { aurelis: { ['x'.repeat(1_000_000)]: 1, ['enable'.repeat(9)]: true } },
    'a long text': { 'cache.disk.path': 'x'.repeat(2_000_000) },
    'a prototype': JSON.parse('{"__proto__":{"enable":false},"constructor":{"prototype":1}}'),
  };
  for (const [name, raw] of Object.entries(cases)) {
    it(`are read within bounds: ${name}`, () => {
      const ms = processorMs(() => read(raw));
      assert.ok(ms < 2_000, `${ms} ms`);
      const { settings, problems } = read(raw);
      assert.ok(settings.endpoints.length <= 100);
      assert.ok(problems.length <= 200, String(problems.length));
      assert.ok(problems.every(({ length }) => length < 1_000));
      assert.equal(settings.enable, true);
    });
  }

  it('keep a hundred endpoints of more, and say so', () => {
    const endpoints = many.slice(0, 101).map((id) => ({ ...endpoint, id: `e${id}` }));
    const { settings, problems } = mergedSettings({ user: [{ endpoints }] });
    assert.equal(settings.endpoints.length, 100);
    assert.deepEqual(problems, ['aurelis.endpoints: only the first 100 endpoints are used.']);
  });

  it('leave a value out that is too large to be checked', () => {
    const languages = Object.fromEntries(many.slice(0, 6_000).map((at) => [`l${at}`, false]));
    const { settings, problems } = mergedSettings({
      user: [{ 'completion.languages': languages }],
    });
    assert.deepEqual(settings['completion.languages'], { '*': true });
    assert.match(problems[0] ?? '', /languages: the value is too large/);
  });

  it('leave an endpoint out that holds more than any does, and tell ten names of one that holds less', () => {
    const members = (count: number) =>
      Object.fromEntries(many.slice(0, count).map((at) => [`k${at}`, at]));
    const endpoints = [
      { ...endpoint, id: 'much', ...members(1_000) },
      { ...endpoint, id: 'more', ...members(100) },
    ];
    const { settings, problems } = mergedSettings({ user: [{ endpoints }] });
    assert.deepEqual(
      settings.endpoints.map(({ id }) => id),
      ['more'],
    );
    assert.match(problems[0] ?? '', /much.* too large; this endpoint is left out/);
    assert.equal(problems.length, 11);
  });

  it('give usable settings for any JSON in any place', () => {
    const name = fc.constantFrom(
      ...Object.keys(settingsTable),
      'aurelis',
      'settings',
      'cache',
      'x',
    );
    const raw = fc.dictionary(name, fc.jsonValue(), { maxKeys: 6 });
    fc.assert(
      fc.property(fc.oneof(raw, fc.jsonValue()), raw, raw, (user, folder, language) => {
        const { settings, problems } = mergedSettings({
          user: settingsIn(user),
          folders: settingsIn(folder),
          languages: language,
        });
        assert.deepEqual(Object.keys(settings), Object.keys(defaultSettings));
        for (const [key, { schema }] of Object.entries(settingsTable)) {
          const value = settings[key as keyof typeof settings];
          if (key !== 'endpoints') assert.ok(schema.safeParse(value).success, key);
        }
        for (const problem of problems) assert.match(problem, /^aurelis.*[.?]$/su);
      }),
    );
  });

  it('are told without what may be a password or a key', () => {
    const key = 'hunter2hunter2';
    const at = (part: object) => ({ endpoints: [{ ...endpoint, id: 'a', ...part }] });
    const wrong: unknown[] = [
      at({ url: `htp://user:${key}@host` }),
      at({ url: `http://user:${key}@ho st` }),
      at({ headers: { authorization: [key] } }),
      at({ headers: key }),
      at({ apiKeyEnv: [key] }),
      at({ apiKey: key }),
      at({ model: [key] }),
      { 'cache.redis.url': `http://u:${key}@h` },
      { 'cache.http.url': `ftp://u:${key}@h` },
      { 'metrics.otlpUrl': `//u:${key}@h` },
      { 'cache.sharedSecretEnv': key.repeat(20) },
      { 'requests.certificatesPath': [key] },
      { endpoints: [`http://u:${key}@h`] },
      { endpoints: `http://u:${key}@h` },
    ];
    for (const raw of wrong) {
      const { problems } = mergedSettings({ user: [raw], folders: [raw], ceilings: [raw] });
      assert.ok(problems.length > 0, JSON.stringify(raw));
      assert.doesNotMatch(problems.join('\n'), /hunter2/);
    }
  });
});
