import { strict as assert } from 'node:assert';
import { aKey, check, hashOf, told } from '../../support/gatewayConfigs.ts';

describe('a mistake in the configuration of the gateway', () => {
  const mistakes: [raw: object, ...sentences: string[]][] = [
    [{ endpoints: undefined }, 'endpoints: must be a list of at least one model server.'],
    [{ endpoints: [] }, 'endpoints: must be a list of at least one model server.'],
    [{ endpoints: {} }, 'endpoints: must be a list of at least one model server.'],
    [{ listn: '' }, 'listn: is not known. Did you mean listen?'],
    [{ constructor: 1 }, 'constructor: is not known.'],
    [
      { requestsPerMinute: 1 },
      'requestsPerMinute: is not known. Did you mean keys[].requestsPerMinute?',
    ],
    [
      { 'cache.memory.ttlSeconds': 1 },
      'cache.memory.ttlSeconds: is not known under this name: write groups as objects in objects.',
    ],
    [
      { cache: { memory: { ttl: 5 } } },
      'cache.memory.ttl: is not known. Did you mean cache.memory.ttlSeconds?',
    ],
    [
      { cache: { redis: { url: 'redis://x' } } },
      'cache.redis.url: is not known. Did you mean redisUrl?',
    ],
    [{ limits: { queu: 5 } }, 'limits.queu: is not known. Did you mean limits.queue?'],
    [
      { limits: { queue: -1, bodyMegabytes: 'x' } },
      'limits.bodyMegabytes: the value must be a number.',
      'limits.queue: -1 must be 0 or more.',
    ],
    [{ limits: [] }, 'limits: […] must be an object.'],
    [{ limits: null }, 'limits: null must be an object.'],
    [
      { limits: { unknownParameters: 'drop' } },
      'limits.unknownParameters: "drop" must be one of "pass", "refuse".',
    ],
    [{ workers: { min: 3, max: 2 } }, 'workers.min: 3 must be at most `workers.max`, which is 2.'],
    [{ workers: { min: 0 } }, 'workers.min: 0 must be 1 or more.'],
    [
      { redisUrl: 'http://user:hunter2@h' },
      'redisUrl: the value must be a redis:// or rediss:// URL, or several separated by commas; in a password write @ as %40, / as %2F and # as %23.',
    ],
    [
      { routing: { strategy: 'random' } },
      'routing.strategy: "random" must be one of "adaptive", "roundRobin", "leastConnections", "weightedResponseTime", "loadBased", "learned".',
    ],
    [{ keys: {} }, 'keys: must be a list of objects with `name` and `hash`.'],
    [
      { keys: [{}] },
      'keys[0].name: is missing.',
      'keys[0].hash: is missing: `aurelis-gateway key` makes a key, and says what to write here.',
    ],
    [{ keys: ['ak-secret'] }, 'keys[0]: the value must be an object.'],
    [
      { keys: [aKey({ name: '\u001b[31m' })] },
      'keys[0].name: the value must begin with a letter or a digit, and have at most 64 letters, digits, blanks and . _ @ + -.',
    ],
    [{ keys: [aKey({ models: [] })] }, 'keys[0].models: […] must be a list that is not empty.'],
    [
      { keys: [aKey({ requestPerMinute: 5 })] },
      'keys[0].requestPerMinute: is not known. Did you mean keys[].requestsPerMinute?',
    ],
    [
      { keys: [aKey({ key: 'ak-clear' })] },
      'keys[0].key: is not known: the file holds only the SHA-256 of a key, as `hash`.',
    ],
    [
      { keys: [aKey({ cacheScope: 'all' })] },
      'keys[0].cacheScope: "all" must be one of "own", "team".',
    ],
    [
      { keys: [aKey(), { ...aKey(), name: 'bob' }] },
      'keys[1].hash: is that of keys[0], too; each key needs its own.',
    ],
    [
      { keys: [aKey(), aKey({ hash: hashOf('b') })] },
      'keys[1].name: is that of keys[0], too; each key needs its own.',
    ],
    [
      { listen: '0.0.0.0:4000' },
      'listen: other machines would get in without a key; add `keys`, or listen on 127.0.0.1.',
    ],
    [
      { listen: ['127.0.0.1:1', '[::]:2'], keys: [] },
      'listen[1]: other machines would get in without a key; add `keys`, or listen on 127.0.0.1.',
    ],
    [{ listen: [] }, 'listen: must have one to 10 addresses.'],
    [{ listen: 4000 }, 'listen: 4000 must be a text.'],
  ];
  for (const [raw, ...sentences] of mistakes) {
    it(`is told:  ${JSON.stringify(raw).slice(0, 70)}`, () => {
      assert.deepEqual(told(raw), sentences);
      assert.equal(check(raw).config, undefined);
    });
  }

  const hashes: [hash: string, reason: RegExp][] = [
    ['ak-clear', /^must be the SHA-256 of a key, not a key\. .*sha256sum.*make a new one\.$/],
    [hashOf('a').slice(7), /^needs "sha256:" in front of it\.$/],
    [hashOf('a').slice(0, -1), /^must have 64 hexadecimal digits/],
    [`${hashOf('a')}  -`, /^must have 64 hexadecimal digits behind "sha256:", and nothing else\.$/],
    [hashOf(''), /^is the SHA-256 of an empty text\. .*not `echo`/],
    [hashOf('\n'), /^is the SHA-256 of an empty text/],
    ['', /^must be the SHA-256 of a key/],
  ];
  for (const [hash, reason] of hashes) {
    it(`is a hash that is none: ${hash.slice(0, 12)}`, () => {
      const [sentence = ''] = told({ keys: [aKey({ hash })] });
      const start = 'keys[0].hash: the value ';
      assert.ok(sentence.startsWith(start), sentence);
      assert.match(sentence.slice(start.length), reason);
    });
  }

  const addresses: [listen: string, reason: RegExp][] = [
    ['unix:/run/aurelis.sock', /must be a host and a port.*Unix are not supported/],
    ['/run/aurelis', /Unix are not supported/],
    ['./a.sock', /Unix are not supported/],
    ['http://127.0.0.1:4000', /without a scheme/],
    ['4000', /needs a host: 127\.0\.0\.1:4000 .* 0\.0\.0\.0:4000/],
    [':4000', /needs a host: 127\.0\.0\.1:4000/],
    ['*:4000', /needs a host: 127\.0\.0\.1:4000/],
    ['::1:4000', /needs brackets .*\[::1\]:4000/],
    ['::1', /needs brackets/],
    ['[::1]', /must be a host and a port/],
    ['[1::2::3]:1', /must be a host and a port/],
    ['127.0.0.1', /must be a host and a port/],
    ['127.0.0.256:1', /must be a host and a port/],
    ['127.1:1', /must be a host and a port/],
    ['a b:1', /must be a host and a port/],
    ['', /must be a host and a port/],
    ['localhost:65536', /the highest is 65535/],
  ];
  for (const [listen, reason] of addresses) {
    it(`is an address that is none: ${listen}`, () => {
      const [sentence = '', ...others] = told({ listen });
      assert.match(sentence, reason);
      assert.ok(sentence.startsWith(`listen: ${JSON.stringify(listen)} `), sentence);
      assert.deepEqual(others, []);
    });
  }

  for (const expires of ['soon', '2030-02-30', '2030-13-01', '2030-06-15T12:00', '15.6.2030', '']) {
    it(`is a date that is none: ${expires}`, () => {
      const [sentence = ''] = told({ keys: [aKey({ expires })] });
      assert.match(sentence, /^keys\[0\]\.expires: ".*" must be a date such as "2030-12-31"/);
    });
  }
});
