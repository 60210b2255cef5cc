import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  checkGatewayConfig,
  MAX_CONFIG_BYTES,
} from '../../../server/src/settings/gatewayConfig.ts';
import { defaultSettings } from '../../../server/src/settings/settings.ts';
import {
  aKey,
  check,
  configOf,
  endpoints,
  hashOf,
  NOW,
  told,
} from '../../support/gatewayConfigs.ts';
import { processorMs } from '../../support/processorTime.ts';

describe('the configuration of the gateway', () => {
  it('needs nothing but an endpoint', () => {
    const { settings, ...config } = configOf({});
    assert.deepEqual(config, {
      listen: [{ host: '127.0.0.1', port: 4000, isLoopback: true }],
      keys: [],
      workers: { min: 2, max: undefined },
      redisUrl: '',
      limits: {
        bodyMegabytes: 10,
        queue: 200,
        cacheTemperature: 0.3,
        unknownParameters: 'pass',
        drainSeconds: 30,
        requestSeconds: 600,
      },
    });
    const { endpoints: read, ...others } = settings;
    const { endpoints: _, ...defaults } = defaultSettings;
    assert.deepEqual(others, defaults);
    assert.deepEqual(read, [{ priority: 1, ...endpoints[0] }]);
  });

  it('holds all that it can hold', () => {
    const config = configOf({
      $schema: './gateway.schema.json',
      listen: ['0.0.0.0:80', '[::1]:4001', 'localhost:0'],
      keys: [
        aKey({
          hash: hashOf('ak-anna').toUpperCase().replace('SHA', 'sha'),
          models: ['gpt'],
          requestsPerMinute: 1,
          requestsPerDay: 2,
          tokensPerMinute: 3,
          tokensPerDay: 4,
          moneyPerMonth: 0.5,
          cacheScope: 'team',
          team: 'The team',
          expires: '2030-06-15',
        }),
        { name: 'bob', hash: hashOf('bob'), expires: '2030-06-15T14:00:01+02:00' },
      ],
      workers: { min: 1, max: 1 },
      redisUrl: 'redis://127.0.0.1',
      limits: { concurrency: 5, queue: 0, drainSeconds: 0, unknownParameters: 'refuse' },
      cache: { memory: { maxEntries: 5 }, disk: { enable: false }, redis: { keyPrefix: 'abc' } },
      routing: { hedge: true },
    });
    const hash = hashOf('ak-anna');
    assert.deepEqual(config.keys, [
      {
        name: 'anna',
        hash,
        models: ['gpt'],
        requestsPerMinute: 1,
        requestsPerDay: 2,
        tokensPerMinute: 3,
        tokensPerDay: 4,
        moneyPerMonth: 0.5,
        cacheScope: 'team',
        team: 'The team',
        expires: Date.parse('2030-06-16T00:00:00Z'),
      },
      { name: 'bob', hash: hashOf('bob'), cacheScope: 'own', expires: NOW + 1_000 },
    ]);
    assert.deepEqual(config.listen, [
      { host: '0.0.0.0', port: 80, isLoopback: false },
      { host: '::1', port: 4001, isLoopback: true },
      { host: 'localhost', port: 0, isLoopback: true },
    ]);
    assert.deepEqual(config.workers, { min: 1, max: 1 });
    assert.equal(config.limits.concurrency, 5);
    const { settings } = config;
    assert.deepEqual(
      [settings['cache.memory.maxEntries'], settings['cache.disk.enable']],
      [5, false],
    );
    assert.deepEqual(
      [settings['cache.redis.keyPrefix'], settings['cache.redis.url'], settings['routing.hedge']],
      ['abc', 'redis://127.0.0.1', true],
    );
  });

  it('may have comments and last commas, and is told where it is broken', () => {
    const text = `{ // ours\n "endpoints": ${JSON.stringify(endpoints)},\n}`;
    assert.deepEqual(checkGatewayConfig(text, NOW).problems, []);
    assert.deepEqual(checkGatewayConfig('{\n "listen" "a"}', NOW), {
      problems: [
        {
          isWarning: false,
          sentence: 'The file is no JSON: line 2, column 11 needs a colon behind the name.',
        },
      ],
    });
  });

  it('tells the line of what is wrong, or of what it belongs into', () => {
    const text =
      '{\n "endpoints": [],\n "keys": [\n  { "name": "a",\n "hash": "x" },\n  { "hash": 1 }]}';
    const sentences = checkGatewayConfig(text, NOW).problems.map(({ sentence }) => sentence);
    const lines = sentences.map((sentence) => /^(\S+) \(line (\d+)\)/.exec(sentence)?.slice(1, 3));
    assert.deepEqual(lines, [
      ['keys[0].hash', '5'],
      ['keys[1].name', '6'],
      ['keys[1].hash', '6'],
      ['endpoints', '2'],
    ]);
  });

  it('is refused where a member is there twice', () => {
    const text = `{"endpoints": ${JSON.stringify(endpoints)}, "keys": [], "keys": []}`;
    const { config, problems } = checkGatewayConfig(text, NOW);
    assert.equal(config, undefined);
    assert.deepEqual(
      problems.map(({ sentence }) => sentence),
      ['keys (line 1): is there twice; remove one of them.'],
    );
  });

  it('reads endpoints as the setting does, and is refused where one is left out', () => {
    const named = told({ endpoints: [...endpoints, { id: 'bad', provider: 'openai' }] });
    assert.deepEqual(named, ['endpoints "bad": url: (nothing) is needed for this provider.']);
    const spared = { ...endpoints[0], price: 'much' };
    const [warning] = told({ endpoints: [spared] });
    assert.match(warning ?? '', /^~endpoints "big": price: .*it is ignored\.$/);
    configOf({ endpoints: [spared] });
  });

  it('has no endpoint that needs an editor', () => {
    for (const provider of ['workspace', 'vscode-lm']) {
      assert.deepEqual(told({ endpoints: [{ id: 'e', provider }] }), [
        `endpoints: "e": the provider "${provider}" needs an editor; a gateway has none.`,
      ]);
    }
  });

  it('is used with keys that have expired, and says so', () => {
    const keys = [
      aKey({ expires: '2030-06-14' }),
      { name: 'b', hash: hashOf('b'), expires: '2030-06-15' },
    ];
    assert.deepEqual(told({ keys }), [
      '~keys[0].expires: the key has expired (2030-06-14) and is refused.',
    ]);
    assert.equal(configOf({ keys }).keys.length, 2);
  });

  it('warns of models that no endpoint has, unless one may have any', () => {
    const keys = [aKey({ models: ['gpt', 'big', 'other'] })];
    assert.deepEqual(told({ keys }), ['~keys[0].models[2]: no endpoint has a model of that name.']);
    const any = { id: 'any', provider: 'llamacpp' };
    assert.deepEqual(told({ keys, endpoints: [...endpoints, any] }), []);
  });

  it('is refused where a limit of an endpoint would not hold', () => {
    const endpoint = { id: 'e', provider: 'ollama', model: 'm' };
    assert.deepEqual(told({ endpoints: [{ ...endpoint, limits: { rpm: 15 } }] }), [
      'endpoints "e": limits.rpm is not known.',
    ]);
    assert.deepEqual(told({ endpoints: [{ ...endpoint, speed: 1 }] }), [
      '~endpoints "e": speed is not known; it is ignored.',
    ]);
    assert.deepEqual(told({ endpoints: [{ ...endpoint, limts: { concurrency: 1 } }] }), [
      'endpoints "e": limts is not known (did you mean limits?).',
    ]);
  });

  it('says where the key of an endpoint belongs, and does not tell it', () => {
    for (const member of ['apiKey', 'api_key', 'key', 'token']) {
      const [first = '', ...others] = told({
        endpoints: [{ id: 'e', provider: 'ollama', model: 'm', [member]: 'sk-1' }],
      });
      assert.match(first, /is not known; it is ignored \(a key does not belong .*`apiKeyEnv`/);
      assert.ok(!first.includes('sk-1'));
      assert.deepEqual(others, []);
    }
  });

  it('warns of a list of keys that is empty', () => {
    assert.deepEqual(told({ keys: [] }), [
      '~keys: is empty: every program on this machine may ask without one.',
    ]);
    assert.deepEqual(told({}), []);
  });

  it('says where a mistaken name belongs, how a key is made, and which team shares nothing', () => {
    assert.deepEqual(told({ port: 80, limits: { drainMs: 5 }, keys: [aKey({ rpm: 3 })] }), [
      'port: is not known. Did you mean listen?',
      'keys[0].rpm: is not known. Did you mean keys[].requestsPerMinute?',
      'limits.drainMs: is not known. Did you mean limits.drainSeconds?',
    ]);
    assert.match(told({ keys: [{ name: 'a' }] }).join(), /hash: is missing: `aurelis-gateway key`/);
    assert.match(
      told({ keys: [aKey({ team: 'web' })] }).join(),
      /^~keys\[0\]\.team: shares nothing/,
    );
    assert.deepEqual(told({ keys: [aKey({ team: 'web', cacheScope: 'team' })] }), []);
  });

  it('listens at an address once', () => {
    const listen = ['127.0.0.1:4000', '[::1]:4000', '127.0.0.1:4000', '[::1]:0', '[::1]:0'];
    assert.deepEqual(told({ listen }), ['listen[2]: is there twice.']);
  });

  it('tells no more than thirty mistakes', () => {
    const { problems } = check({ keys: Array.from({ length: 100 }, () => ({ name: 1 })) });
    assert.equal(problems.length, 31);
    assert.match(problems.at(-1)?.sentence ?? '', /more problems/);
  });

  it('never repeats a key, wherever it stands', () => {
    const secret = 'ak-Geheim1234567890Geheim1234567890Geheim';
    const places: object[] = [
      { listen: `http://${secret}` },
      { redisUrl: secret },
      { keys: secret },
      { keys: [secret] },
      ...['name', 'hash', 'models', 'team', 'expires', 'requestsPerMinute', 'key', 'x'].map(
        (name) => ({
          keys: [aKey({ [name]: name === 'name' ? `:${secret}` : secret })],
        }),
      ),
      { keys: [aKey({ hash: `sha256:${secret}` })] },
      { workers: secret },
      { cache: { http: { url: secret } } },
      { endpoints: [{ id: 'a', provider: 'openai', apiKey: secret, model: 'm', url: secret }] },
    ];
    for (const raw of places.slice(1)) {
      const sentences = told(raw).join('\n');
      if (sentences.includes(secret)) assert.match(sentences, /expires/);
    }
    const broken = checkGatewayConfig(`{"keys": [{"hash": ${secret}}]}`, NOW);
    assert.ok(!JSON.stringify(broken).includes('Geheim'));
  });

  it('is read within bounds, whatever it is', () => {
    const { config, problems } = checkGatewayConfig(`"${'x'.repeat(MAX_CONFIG_BYTES)}"`, NOW);
    assert.deepEqual(
      [config, problems.map(({ sentence }) => sentence)],
      [undefined, ['The file is larger than 1 MB.']],
    );
    const many = Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`)
      .join(',')
      .slice(0, 900_000);
    const texts = [
      `{${many}`,
      `{${many.replace(/,[^,]*$/, '')}}`,
      `{"keys": [${'{},'.repeat(300_000)}]}`,
    ];
    for (const text of texts) {
      assert.ok(processorMs(() => checkGatewayConfig(text, NOW)) < 3_000);
    }
  });

  it('is read, or refused with a reason, whatever stands in its members', () => {
    const names = [
      'listen',
      'endpoints',
      'keys',
      'workers',
      'redisUrl',
      'limits',
      'cache',
      'routing',
      '$schema',
    ];
    const raw = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(raw, (members) => {
        const { config, problems } = checkGatewayConfig(JSON.stringify(members), NOW);
        assert.equal(
          config === undefined,
          problems.some(({ isWarning }) => !isWarning),
        );
      }),
      { numRuns: 200 },
    );
  });
});
