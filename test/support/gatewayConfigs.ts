import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { checkGatewayConfig, type GatewayConfig } from '../../server/src/settings/gatewayConfig.ts';

/** When the configurations of tests are read. */
export const NOW = Date.parse('2030-06-15T12:00:00Z');
export const hashOf = (key: string) => `sha256:${createHash('sha256').update(key).digest('hex')}`;
export const endpoints = [
  {
    id: 'big',
    provider: 'openai',
    url: 'http://127.0.0.1:1/v1',
    model: 'gpt',
    price: { input: 1, output: 2 },
  },
];
export const aKey = (more: object = {}) => ({ name: 'anna', hash: hashOf('ak-anna'), ...more });
export const check = (raw: object) =>
  checkGatewayConfig(JSON.stringify({ endpoints, ...raw }, undefined, 1), NOW);

/** The sentences about a configuration, without lines; a warning begins with `~`. */
export const told = (raw: object) =>
  check(raw).problems.map(
    ({ isWarning, sentence }) => `${isWarning ? '~' : ''}${sentence.replace(/ \(line \d+\)/, '')}`,
  );
export const configOf = (raw: object): GatewayConfig => {
  const { config, problems } = check(raw);
  assert.ok(config, JSON.stringify(problems));
  return config;
};
