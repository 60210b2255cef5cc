import { strict as assert } from 'node:assert';
import { missingVariables, openAt } from '../../../server/src/gateway/readConfig.ts';
import {
  checkGatewayConfig,
  type GatewayConfig,
} from '../../../server/src/settings/gatewayConfig.ts';
import { hashOf } from '../../support/gatewayConfigs.ts';

const ENDPOINT = { id: 'main', provider: 'openai', url: 'https://a.example/v1', model: 'm' };

function configOf(changes: object, endpoint: object = {}): GatewayConfig {
  const text = JSON.stringify({ endpoints: [{ ...ENDPOINT, ...endpoint }], ...changes });
  const { config } = checkGatewayConfig(text, 0);
  assert.ok(config);
  return config;
}

describe('a configuration beside the machine it is for', () => {
  const told = (changes: object, endpoint: object, environment: Record<string, string>) =>
    missingVariables(configOf(changes, endpoint), environment).map(({ sentence }) => sentence);

  it('names variables that are not set', () => {
    const named = { apiKeyEnv: 'KEY' };
    assert.deepEqual(told({}, named, { KEY: ' ' }), [
      'endpoints "main": the environment variable KEY is not set here, so no key is sent. Set it where the gateway is started.',
    ]);
    assert.deepEqual(told({}, named, { KEY: 'sk-1' }), []);
    assert.deepEqual(told({}, { ...named, apiKeyFile: '/key' }, {}), []);
    assert.deepEqual(told({}, {}, {}), []);
  });

  it('needs a secret of the team to share answers through Redis', () => {
    const redisUrl = 'redis://127.0.0.1:6379';
    assert.match(
      told({ redisUrl }, {}, {}).join(),
      /^redisUrl: .* AURELIS_CACHE_SECRET is not set/,
    );
    assert.deepEqual(told({ redisUrl }, {}, { AURELIS_CACHE_SECRET: 'x' }), []);
    const pasted = '3f9a2b71c04d5e68';
    const sentence = told({ redisUrl, cache: { sharedSecretEnv: pasted } }, {}, {}).join();
    assert.match(sentence, /is not the name of an environment variable/);
    assert.ok(!sentence.includes(pasted), 'it is a secret');
  });

  it('needs keys where other machines reach the gateway already', () => {
    const [near, far] = [
      { host: '127.0.0.1', port: 4_000, isLoopback: true },
      { host: '0.0.0.0', port: 4_000, isLoopback: false },
    ];
    assert.equal(openAt(configOf({}), [near]), undefined);
    assert.match(openAt(configOf({}), [near, far])?.sentence ?? '', /listens on 0\.0\.0\.0:4000/);
    const keys = [{ name: 'ann', hash: hashOf('ak-ann') }];
    assert.equal(openAt(configOf({ keys }), [far]), undefined);
  });
});
