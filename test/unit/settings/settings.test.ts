import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { defaultSettings, parseSettings } from '../../../server/src/settings/settings.ts';

describe('parseSettings', () => {
  it('is the defaults for nothing', () => {
    for (const raw of [undefined, null, {}]) {
      assert.deepEqual(parseSettings(raw), {
        settings: defaultSettings,
        given: new Set(),
        problems: [],
      });
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
    assert.deepEqual(problems, [
      'aurelis.completion.maxLines: "many" must be a number; 12 is used.',
    ]);
  });

  it('takes a whole path for the cache on disk, and says what to write in place of a relative one', () => {
    const read = (path: string) => parseSettings({ cache: { disk: { path } } });
    for (const path of ['', '/var/cache', '~', '~/cache']) {
      assert.equal(read(path).settings['cache.disk.path'], path);
      assert.deepEqual(read(path).problems, []);
    }
    for (const path of ['cache', './cache', '~other/cache']) {
      assert.equal(read(path).settings['cache.disk.path'], '');
      assert.match(read(path).problems[0] ?? '', /^aurelis\.cache\.disk\.path: .*whole path/);
    }
  });

  it('takes Redis servers and HTTP caches, and never repeats a wrong address, which may hold a password', () => {
    const good = { redis: { url: 'rediss://u:p@a:1, redis://b' }, http: { url: 'https://c/d/' } };
    const { settings, problems } = parseSettings({ cache: good });
    assert.deepEqual(problems, []);
    assert.equal(settings['cache.http.url'], 'https://c/d');
    const pasted = parseSettings({
      cache: { http: { url: ' "cache.corp.example/a/" ' } },
      metrics: { otlpUrl: 'localhost:4318' },
    });
    assert.deepEqual(pasted.problems, []);
    assert.equal(pasted.settings['cache.http.url'], 'https://cache.corp.example/a');
    assert.equal(pasted.settings['metrics.otlpUrl'], 'http://localhost:4318');
    const malformed = [
      'http://::1:4318',
      'http://<host>:4318',
      'http://h:99999',
      'http://h?a=1',
      'h',
    ];
    for (const url of malformed) {
      const { problems } = parseSettings({ cache: { http: { url } }, metrics: { otlpUrl: url } });
      assert.equal(problems.length, 2, url);
    }
    for (const url of [
      'redis://',
      'redis://h:99999',
      'redis://u:p/w#d@h:1',
      'rediss://a, redis://:@',
    ])
      assert.equal(
        parseSettings({ cache: { redis: { url } } }).settings['cache.redis.url'],
        '',
        url,
      );
    const wrong = { redis: { url: 'http://u:hunter2@a' }, http: { url: 'redis://u:hunter2@a' } };
    const refused = parseSettings({ cache: { ...wrong, sharedSecretEnv: '' } });
    assert.equal(refused.settings['cache.redis.url'], '');
    assert.deepEqual(
      refused.problems.map((problem) => problem.slice(0, problem.indexOf(':'))),
      ['aurelis.cache.redis.url', 'aurelis.cache.http.url', 'aurelis.cache.sharedSecretEnv'],
    );
    assert.doesNotMatch(JSON.stringify(refused.problems), /hunter2/);
  });

  it('refuses a prefix for Redis that is too short to tell keys of Aurelis from others', () => {
    for (const keyPrefix of ['', 'a:']) {
      const { settings, problems } = parseSettings({ cache: { redis: { keyPrefix } } });
      assert.equal(settings['cache.redis.keyPrefix'], 'aurelis:');
      assert.deepEqual(problems, [
        'aurelis.cache.redis.keyPrefix: the value must be a text of at least 3 characters; "aurelis:" is used.',
      ]);
    }
    const { settings } = parseSettings({ cache: { redis: { keyPrefix: 'ab:' } } });
    assert.equal(settings['cache.redis.keyPrefix'], 'ab:');
  });

  const endpoint = { id: 'a', provider: 'openai', url: 'http://127.0.0.1:8080/v1/', model: 'm' };

  it('takes an endpoint, and the slash off its URL', () => {
    const { settings, problems } = parseSettings({ endpoints: [endpoint] });
    assert.deepEqual(problems, []);
    assert.equal(settings.endpoints[0]?.url, 'http://127.0.0.1:8080/v1');
  });

  const wrong: [name: string, endpoint: unknown, says: RegExp][] = [
    ['an unknown provider', { ...endpoint, provider: 'azur' }, /endpoints "a": provider: "azur"/],
    [
      'a missing URL',
      { id: 'a', provider: 'openai', model: 'm' },
      /endpoints "a": url: \(nothing\) is needed/,
    ],
    [
      'a missing model',
      { id: 'a', provider: 'openai', url: 'http://a' },
      /endpoints "a": model: \(nothing\) is needed/,
    ],
    [
      'a wrong limit',
      { ...endpoint, limits: { concurrency: 0 } },
      /endpoints "a": limits\.concurrency: 0 must be 1 or more/,
    ],
    [
      'the name of a secret of ours',
      { ...endpoint, id: 'cache.local' },
      /endpoints "cache\.local": id: the value is reserved/,
    ],
    ['something else', 'http://a', /endpoints \(number 1\): the value must be an object/],
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
      assert.match(problems[0] ?? '', says);
    });
  }

  it('lists the providers where one is unknown', () => {
    const { problems } = parseSettings({ endpoints: [{ ...endpoint, provider: 'azur' }] });
    assert.match(
      problems[0] ?? '',
      /^aurelis\.endpoints "a": provider: "azur" must be one of "openai", "azure", "github-models", .*, "workspace" \(for any other service: "openai", with the `url` of its OpenAI-compatible API\); this endpoint is left out\.$/,
    );
  });

  it('takes providers and models as people write them', () => {
    const written = [
      { ...endpoint, provider: 'llama.cpp', model: ' qwen ' },
      { ...endpoint, id: 'b', provider: 'LM Studio', completionModel: 'coder\n' },
      { ...endpoint, id: 'c', provider: 'OpenAI' },
    ];
    const { settings, problems } = parseSettings({ endpoints: written });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      settings.endpoints.map(({ provider, model, completionModel }) => [
        provider,
        model,
        completionModel,
      ]),
      [
        ['llamacpp', 'qwen', undefined],
        ['lmstudio', endpoint.model, 'coder'],
        ['openai', endpoint.model, undefined],
      ],
    );
  });

  it('ignores what it does not know of an endpoint, says so, and keeps the endpoint', () => {
    const odd = { ...endpoint, modle: 'm', limits: { concurrency: 2, tokensPerWeek: 7 } };
    const { settings, problems } = parseSettings({ endpoints: [odd] });
    assert.deepEqual(settings.endpoints[0]?.limits, { concurrency: 2 });
    assert.deepEqual([...problems].sort(), [
      'aurelis.endpoints "a": limits.tokensPerWeek is not known; it is ignored.',
      'aurelis.endpoints "a": modle is not known; it is ignored (did you mean model?).',
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
    assert.match(problems[0] ?? '', /endpoints "a": its id is used twice/);
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
        for (const problem of problems) assert.match(problem, /^aurelis/);
      }),
    );
  });
});
