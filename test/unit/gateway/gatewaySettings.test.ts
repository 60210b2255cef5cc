import { strict as assert } from 'node:assert';
import { gatewaySettings } from '../../../server/src/gateway/gatewaySettings.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { configOf } from '../../support/gatewayConfigs.ts';

const big = { id: 'big', provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'm' };
const own = { id: 'own', provider: 'ollama', url: 'http://127.0.0.1:2', model: 'm' };
const settingsOf = (raw: object = {}) =>
  gatewaySettings(configOf({ endpoints: [big, own], ...raw }));

describe('the settings of the engine behind a gateway', () => {
  it('let many ask at once, but not a server on somebody’s own machine', () => {
    const { endpoints } = settingsOf();
    assert.deepEqual(
      endpoints.map(({ limits }) => limits?.concurrency),
      [1_000, undefined],
    );
    assert.equal(settingsOf()['requests.concurrency'], 10_000);
  });

  it('keep the limits that an endpoint sets', () => {
    const limited = { ...big, limits: { concurrency: 3, requestsPerMinute: 9 } };
    const [only] = settingsOf({ endpoints: [limited] }).endpoints;
    assert.deepEqual(only?.limits, { concurrency: 3, requestsPerMinute: 9 });
    const [partly] = settingsOf({
      endpoints: [{ ...big, limits: { requestsPerMinute: 9 } }],
    }).endpoints;
    assert.deepEqual(partly?.limits, { concurrency: 1_000, requestsPerMinute: 9 });
  });

  it('take the time of a request and the cache from the configuration, and learn from no editor', () => {
    const settings = settingsOf({
      limits: { requestSeconds: 77 },
      redisUrl: 'redis://127.0.0.1:6379',
    });
    assert.equal(settings['requests.timeoutSeconds'], 77);
    assert.equal(settings['cache.redis.url'], 'redis://127.0.0.1:6379');
    assert.deepEqual([settings['warming.enable'], settings['tuning.enable']], [false, false]);
  });

  it('are such that the parser of settings would take them', () => {
    for (const queue of [0, 1, 200, 100_000]) {
      const limits = { queue };
      const { endpoints: _, ...settings } = settingsOf({ limits });
      const nested: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(settings)) {
        const [section = '', member] = name.split('.', 2);
        if (!section.startsWith('requests') || member === undefined) continue;
        nested[section] = {
          ...(nested[section] as object),
          [name.slice(section.length + 1)]: value,
        };
      }
      const { problems } = parseSettings(nested);
      assert.deepEqual(problems, [], String(queue));
    }
  });
});
