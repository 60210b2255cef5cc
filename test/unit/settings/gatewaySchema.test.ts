import { strict as assert } from 'node:assert';
import { PROVIDER_NAMES } from '../../../server/src/settings/endpointSetting.ts';
import { manifestGateway } from '../../../server/src/settings/gatewaySchema.ts';
import { told } from '../../support/gatewayConfigs.ts';

/** The values that editors offer for the member `provider`, and their texts. */
function offered(): { readonly names: readonly string[]; readonly texts: readonly string[] } {
  const { properties } = manifestGateway() as {
    properties: { endpoints: { items: { properties: { provider: Record<string, string[]> } } } };
  };
  const { enum: names = [], markdownEnumDescriptions: texts = [] } =
    properties.endpoints.items.properties.provider;
  return { names, texts };
}

describe('the schema of the gateway’s configuration', () => {
  it('has the providers that the configuration may have, and no others', () => {
    const { names } = offered();
    for (const provider of PROVIDER_NAMES) {
      const endpoint = { id: 'e', provider, url: 'http://127.0.0.1:1', model: 'm' };
      const problems = told({ endpoints: [endpoint] });
      assert.deepEqual([names.includes(provider)], [problems.length === 0], problems.join());
    }
    assert.ok(names.every((name) => PROVIDER_NAMES.includes(name)));
  });

  it('says of each provider what the settings say of it', () => {
    const { names, texts } = offered();
    assert.equal(texts.length, names.length);
    assert.match(texts[names.indexOf('aurelis')] ?? '', /an Aurelis gateway/);
    assert.match(texts[names.indexOf('ollama')] ?? '', /11434/);
  });
});
