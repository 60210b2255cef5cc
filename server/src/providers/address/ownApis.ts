/** Addresses of services' own APIs, and where the same service answers as OpenAI does. */
const OWN_APIS: readonly (readonly [host: RegExp, path: RegExp, base: string])[] = [
  [/^generativelanguage\.googleapis\.com$/, /^\/v1\w*\/models\/.*$/, '/v1beta/openai'],
  [
    /(?:^|-)aiplatform\.googleapis\.com$/,
    /^(\/v1\w*\/projects\/[^/]+\/locations\/[^/]+)(?:\/publishers\/.*)?$/,
    '$1/endpoints/openapi',
  ],
  [/^gateway\.ai\.cloudflare\.com$/, /^(\/v1\/[^/]+\/[^/]+)$/, '$1/compat'],
  [/^api\.cloudflare\.com$/, /^(\/client\/v4\/accounts\/[^/]+\/ai)(?:\/run\/.*)?$/, '$1/v1'],
  [
    /\.databricks\.com$|\.azuredatabricks\.net$/,
    /^\/serving-endpoints\/[^/]+(?:\/invocations)?$/,
    '/serving-endpoints',
  ],
  [/^api\.deepinfra\.com$/, /^\/v1\/inference\/.*$/, '/v1/openai'],
  [/^api\.fireworks\.ai$/, /^\/v1\/accounts\/.*$/, '/inference/v1'],
];

/** Services whose addresses hold an account or project, how such a path begins, and an example. */
const OF_ACCOUNTS: readonly (readonly [host: RegExp, path: RegExp, example: string])[] = [
  [
    /(?:^|-)aiplatform\.googleapis\.com$/,
    /^\/v1\w*\/projects\/[^/]+\/locations\/[^/]/,
    '/v1/projects/my-project/locations/global/endpoints/openapi',
  ],
  [/^gateway\.ai\.cloudflare\.com$/, /^\/v1\/[^/]+\/[^/]/, '/v1/my-account/my-gateway/compat'],
  [
    /^api\.cloudflare\.com$/,
    /^\/client\/v4\/accounts\/[^/]+\/ai/,
    '/client/v4/accounts/my-account/ai/v1',
  ],
];

/** An example of the path that an address lacks; `undefined` where nothing is missing. */
export const lackingPath = ({ hostname, pathname }: URL): string | undefined =>
  OF_ACCOUNTS.find(([host, path]) => host.test(hostname) && !path.test(pathname))?.[2];

/** Hosts that answer no longer, and what to use. */
const RETIRED: Readonly<Record<string, string>> = {
  'api-inference.huggingface.co': 'use https://router.huggingface.co/v1',
  'models.inference.ai.azure.com': 'use another service',
};

/** Says, for a host that answers no longer, which to use. */
export const insteadOf = ({ hostname }: URL): string | undefined =>
  Object.hasOwn(RETIRED, hostname) ? RETIRED[hostname] : undefined;

/** The base path of OpenAI's API for a path of a service's own API; `undefined` for any other. */
export function openAiBeside({ hostname }: URL, path: string): string | undefined {
  const own = OWN_APIS.find(([host, own]) => host.test(hostname) && own.test(path));
  return own === undefined ? undefined : path.replace(own[1], own[2]);
}
