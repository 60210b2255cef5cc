import { strict as assert } from 'node:assert';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { withoutNetwork } from '../../../server/src/settings/withoutNetwork.ts';

describe('the settings for a folder that is not trusted', () => {
  const { settings } = parseSettings({
    endpoints: [{ id: 'a', provider: 'ollama', model: 'm' }],
    cache: { redis: { url: 'redis://host' }, http: { url: 'http://host' } },
    metrics: { otlpUrl: 'http://host' },
    completion: { maxLines: 3 },
  });
  const offline = withoutNetwork(settings);

  it('name no server of any kind, and are as before otherwise', () => {
    for (const [name, value] of Object.entries(offline)) {
      const connects = name === 'endpoints' || /url$/i.test(name);
      if (connects) assert.ok(value === '' || (Array.isArray(value) && value.length === 0), name);
      else assert.equal(value, settings[name as keyof typeof settings]);
    }
    assert.doesNotMatch(JSON.stringify(offline), /host/);
  });
});
