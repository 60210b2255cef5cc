import { strict as assert } from 'node:assert';
import { changedSettings } from '../../../server/src/settings/changedSettings.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';

const changed = (raw: object) => changedSettings(parseSettings(raw).settings);

describe('changedSettings', () => {
  it('is nothing by default, nor where a default is spelled out', () => {
    assert.deepEqual(changed({}), []);
    assert.deepEqual(changed({ completion: { maxLines: 12, debounceMs: null } }), []);
  });

  it('tells switches, numbers and choices, in the order of the table', () => {
    const completion = { speculate: false, debounceMs: 90 };
    assert.deepEqual(changed({ completion, cache: { memory: { eviction: 'lfu' } } }), [
      { name: 'completion.debounceMs', value: 90, usual: null },
      { name: 'completion.speculate', value: false, usual: true },
      { name: 'cache.memory.eviction', value: 'lfu', usual: 'lru' },
    ]);
  });

  it('tells no address, path, name or list', () => {
    const redis = { url: 'redis://user:secret@host', keyPrefix: 'team:' };
    const raw = {
      endpoints: [{ id: 'e', provider: 'ollama', model: 'm' }],
      completion: { languages: { '*': false } },
      cache: { redis, disk: { path: '/cache' }, http: { url: 'http://cache' } },
      metrics: { otlpUrl: 'http://collector' },
    };
    assert.deepEqual(changed(raw), []);
  });
});
