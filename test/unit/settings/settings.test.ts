import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { defaultSettings, parseSettings } from '../../../server/src/settings/settings.ts';

describe('parseSettings', () => {
  it('is the defaults for nothing', () => {
    for (const raw of [undefined, null, {}]) {
      assert.deepEqual(parseSettings(raw), { settings: defaultSettings, problems: [] });
    }
  });

  it('reads nested and flat names', () => {
    const nested = parseSettings({ cache: { memory: { maxEntries: 5 } } });
    const flat = parseSettings({ 'cache.memory.maxEntries': 5 });
    assert.equal(nested.settings['cache.memory.maxEntries'], 5);
    assert.deepEqual(flat, nested);
  });

  it('names the setting, the value and what is used instead', () => {
    const { settings, problems } = parseSettings({ completion: { maxLines: 'many' } });
    assert.equal(settings['completion.maxLines'], 12);
    assert.deepEqual(
      problems.map(({ message }) => message),
      [
        'aurelis.completion.maxLines: "many" invalid input: expected number, received string; 12 is used.',
      ],
    );
  });

  it('takes Redis servers and HTTP caches, and never repeats a wrong address, which may hold a password', () => {
    const good = { redis: { url: 'rediss://u:p@a:1, redis://b' }, http: { url: 'https://c/d/' } };
    const { settings, problems } = parseSettings({ cache: good });
    assert.deepEqual(problems, []);
    assert.equal(settings['cache.http.url'], 'https://c/d');
    const wrong = { redis: { url: 'http://u:hunter2@a' }, http: { url: 'redis://u:hunter2@a' } };
    const refused = parseSettings({ cache: { ...wrong, sharedSecretEnv: '' } });
    assert.equal(refused.settings['cache.redis.url'], '');
    assert.deepEqual(
      refused.problems.map(({ setting }) => setting),
      ['aurelis.cache.redis.url', 'aurelis.cache.http.url', 'aurelis.cache.sharedSecretEnv'],
    );
    assert.doesNotMatch(JSON.stringify(refused.problems), /hunter2/);
  });

  const endpoint = { id: 'a', provider: 'openai', url: 'http://127.0.0.1:8080/v1/', model: 'm' };

  it('takes an endpoint, and the slash off its URL', () => {
    const { settings, problems } = parseSettings({ endpoints: [endpoint] });
    assert.deepEqual(problems, []);
    assert.equal(settings.endpoints[0]?.url, 'http://127.0.0.1:8080/v1');
  });

  const wrong: [name: string, endpoint: unknown, says: RegExp][] = [
    ['an unknown provider', { ...endpoint, provider: 'azur' }, /endpoints\.0\.provider: "azur"/],
    [
      'a missing URL',
      { id: 'a', provider: 'openai', model: 'm' },
      /endpoints\.0\.url: \(nothing\) is needed/,
    ],
    [
      'a missing model',
      { id: 'a', provider: 'openai', url: 'http://a' },
      /endpoints\.0\.model: \(nothing\) is needed/,
    ],
    [
      'a wrong limit',
      { ...endpoint, limits: { concurrency: 0 } },
      /endpoints\.0\.limits\.concurrency: 0/,
    ],
    [
      'the name of a secret of ours',
      { ...endpoint, id: 'cache.local' },
      /endpoints\.0\.id: "cache\.local" is reserved/,
    ],
    ['something else', 'http://a', /endpoints\.0: "http:\/\/a"/],
  ];
  for (const [name, element, says] of wrong) {
    it(`leaves an endpoint with ${name} out, and keeps the others`, () => {
      const { settings, problems } = parseSettings({
        endpoints: [element, { ...endpoint, id: 'b' }],
      });
      assert.deepEqual(
        settings.endpoints.map(({ id }) => id),
        ['b'],
      );
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? '', says);
    });
  }

  it('lists the providers where one is unknown', () => {
    const { problems } = parseSettings({ endpoints: [{ ...endpoint, provider: 'azur' }] });
    assert.match(
      problems[0]?.message ?? '',
      /^aurelis\.endpoints\.0\.provider: "azur" invalid option: expected one of "openai"\|"azure"\|"github-models"\|.*\|"workspace"; this endpoint is left out\.$/,
    );
  });

  it('ignores what it does not know of an endpoint, says so, and keeps the endpoint', () => {
    const odd = { ...endpoint, modle: 'm', limits: { concurrency: 2, tokensPerWeek: 7 } };
    const { settings, problems } = parseSettings({ endpoints: [odd] });
    assert.deepEqual(settings.endpoints[0]?.limits, { concurrency: 2 });
    assert.deepEqual(problems.map(({ message }) => message).sort(), [
      'aurelis.endpoints.0.limits.tokensPerWeek is not known; it is ignored.',
      'aurelis.endpoints.0.modle is not known; it is ignored.',
    ]);
  });

  it('keeps the first of two endpoints with one id', () => {
    const { settings, problems } = parseSettings({
      endpoints: [endpoint, { ...endpoint, model: 'n' }],
    });
    assert.deepEqual(
      settings.endpoints.map(({ model }) => model),
      ['m'],
    );
    assert.match(problems[0]?.message ?? '', /endpoints\.1\.id: "a" is used twice/);
  });

  it('never prints what may be a key', () => {
    const key = 'sk-123';
    const raw = {
      endpoints: [
        { ...endpoint, id: 'a', headers: { authorization: [key] } },
        { ...endpoint, id: 'b', headers: `Bearer ${key}` },
        { ...endpoint, id: 'c', apiKey: key },
      ],
      cache: { memory: { maxEntries: { key } } },
    };
    const { problems } = parseSettings(raw);
    assert.equal(problems.length, 4);
    assert.ok(!JSON.stringify(problems).includes(key), JSON.stringify(problems));
  });

  it('is total: any JSON gives usable, frozen settings', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({
        completion: fc.jsonValue(),
        cache: fc.jsonValue(),
        endpoints: fc.jsonValue(),
        enable: fc.jsonValue(),
      }),
    );
    fc.assert(
      fc.property(anything, (raw) => {
        const { settings, problems } = parseSettings(raw);
        assert.deepEqual(Object.keys(settings), Object.keys(defaultSettings));
        assert.ok(Object.isFrozen(settings));
        for (const { message } of problems) assert.match(message, /^aurelis/);
      }),
    );
  });
});
