import { strict as assert } from 'node:assert';
import {
  manifestConfiguration,
  restrictedSettings,
} from '../../../server/src/settings/manifest.ts';

describe('the settings in the manifest', () => {
  const properties = manifestConfiguration() as Record<string, Record<string, unknown>>;

  it('each have a type that an editor checks, a default, a description and a scope', () => {
    for (const [name, property] of Object.entries(properties)) {
      assert.match(name, /^aurelis\.[a-z]/);
      assert.ok('type' in property || 'anyOf' in property || 'enum' in property, name);
      assert.ok('default' in property, name);
      assert.match(String(property.markdownDescription), /\w{3}/, name);
      assert.equal('$schema' in property, false, name);
    }
    const { type, default: fallback, scope } = properties['aurelis.completion.maxLines'] ?? {};
    assert.deepEqual([type, fallback, scope], ['integer', 12, 'window']);
  });

  it('are refused to an untrusted workspace unless they only narrow what the user allows', () => {
    const restricted = restrictedSettings();
    assert.ok(restricted.includes('aurelis.endpoints'));
    assert.ok(restricted.includes('aurelis.cache.redis.url'));
    assert.equal(restricted.includes('aurelis.completion.maxLines'), false);
    for (const name of restricted) assert.equal(properties[name]?.scope, 'machine', name);
  });
});
