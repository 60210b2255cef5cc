import { systemClock } from '../base/clock.ts';
import { checkGatewayConfig, type GatewayConfig } from '../settings/gatewayConfig.ts';
import type { GatewayProblem } from '../settings/gatewayProblems.ts';
import { variableName } from '../settings/variableName.ts';
import { addressText } from './notListening.ts';

/** The variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the text of a configuration, and tells of its problems; `undefined` where it cannot be used. `listening` is where the gateway listens already. */
export function readConfig(
  text: string,
  environment: Environment,
  listening: GatewayConfig['listen'] = [],
): GatewayConfig | undefined {
  const { config, problems } = checkGatewayConfig(text, systemClock.now());
  const open = config && openAt(config, listening);
  const all = [
    ...problems,
    ...(config === undefined ? [] : missingVariables(config, environment)),
    ...(open === undefined ? [] : [open]),
  ];
  for (const { sentence, isWarning } of all) {
    console.error(`${isWarning ? 'Warning' : 'Error'}: ${sentence}`);
  }
  return open === undefined ? config : undefined;
}

/** Without keys, whoever reaches the gateway may ask: where it listens already, other machines may. */
export function openAt(
  { keys }: GatewayConfig,
  listening: GatewayConfig['listen'],
): GatewayProblem | undefined {
  const reached = listening.find(({ isLoopback }) => !isLoopback);
  if (keys.length > 0 || reached === undefined) return undefined;
  const sentence = `keys: other machines would get in without one, because the gateway listens on ${addressText(reached)} until it is started again.`;
  return { isWarning: false, sentence };
}

/** Variables that the configuration names, and that this process does not have. */
export function missingVariables(
  { settings, redisUrl }: GatewayConfig,
  environment: Environment,
): GatewayProblem[] {
  const isMissing = (name: string | undefined): name is string =>
    name !== undefined && !environment[name]?.trim();
  const problems = settings.endpoints
    .filter(({ apiKeyEnv, apiKeyFile }) => isMissing(apiKeyEnv) && apiKeyFile === undefined)
    .map(({ id, apiKeyEnv }) => {
      const what = `the environment variable ${apiKeyEnv} is not set here, so no key is sent. Set it where the gateway is started`;
      return { isWarning: true, sentence: `endpoints ${JSON.stringify(id)}: ${what}.` };
    });
  const secret = settings['cache.sharedSecretEnv'];
  if (redisUrl === '' || !isMissing(secret)) return problems;
  const why = variableName.safeParse(secret).success
    ? `the environment variable ${secret} is not set here. Set it where the gateway is started`
    : '`cache.sharedSecretEnv` is not the name of an environment variable. Put the secret into a variable, and its name there';
  const what = `answers are not shared with other machines, because ${why}; budgets are shared`;
  return [...problems, { isWarning: true, sentence: `redisUrl: ${what}.` }];
}
