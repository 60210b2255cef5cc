import { strict as assert } from 'node:assert';
import { plainAddresses } from '../../../server/src/lsp/plainAddresses.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';

const told = (raw: object) => plainAddresses(parseSettings(raw).settings);

describe('a password in an address', () => {
  it('is told of where it goes to another host without encryption, and not quoted', () => {
    const [redis, http, otlp, ...others] = told({
      'cache.redis.url': 'rediss://u:hunter2@a, redis://:hunter2@b:6379',
      'cache.http.url': 'http://u:hunter2@c',
      'metrics.otlpUrl': 'http://u:hunter2@d',
    });
    assert.match(redis ?? '', /^aurelis\.cache\.redis\.url: .* Use rediss:\/\//);
    assert.match(http ?? '', /^aurelis\.cache\.http\.url: .* Use https:\/\//);
    assert.match(otlp ?? '', /^aurelis\.metrics\.otlpUrl/);
    assert.equal(others.length, 0);
    assert.doesNotMatch([redis, http, otlp].join(), /hunter2/);
  });

  it('is not where it is encrypted, stays here, or is none', () => {
    for (const url of [
      'rediss://u:p@a',
      'redis://u:p@127.0.0.1',
      'redis://:p@localhost:1',
      'redis://a',
      '',
    ]) {
      assert.deepEqual(told({ 'cache.redis.url': url }), [], url);
    }
    assert.deepEqual(told({ 'cache.http.url': 'https://u:p@a' }), []);
  });
});
