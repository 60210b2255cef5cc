/** A service whose address is the same for everybody, or has a part that is the user's own. */
export interface KnownHost {
  /** The provider that speaks its API best. */
  readonly provider: string;
  /** Paths under which it answers as OpenAI does; the first is meant where none is named. */
  readonly bases: readonly [string, ...string[]];
  /** Paths under which only that provider can ask it. */
  readonly ownPaths?: RegExp;
  /** True where the host shows pages to people, too: all that is not under the first part of a base. */
  readonly isSite?: boolean;
}

const openAi = (...bases: KnownHost['bases']): KnownHost => ({ provider: 'openai', bases });
const at = (provider: string, ...bases: KnownHost['bases']): KnownHost => ({ provider, bases });
const V1 = openAi('/v1');

/** From the services' own pages on how to ask them with OpenAI's clients. */
const HOSTS: Readonly<Record<string, KnownHost>> = {
  'ai-gateway.vercel.sh': V1,
  'api.ai21.com': openAi('/studio/v1'),
  'api.anthropic.com': V1,
  'api.cerebras.ai': V1,
  'api.cohere.ai': openAi('/compatibility/v1'),
  'api.cohere.com': openAi('/compatibility/v1'),
  'api.deepinfra.com': openAi('/v1/openai'),
  'api.deepseek.com': at('deepseek', '', '/v1', '/beta'),
  'api.featherless.ai': V1,
  'api.fireworks.ai': openAi('/inference/v1'),
  'api.githubcopilot.com': openAi(''),
  'api.groq.com': openAi('/openai/v1'),
  'api.hyperbolic.xyz': V1,
  'api.inceptionlabs.ai': V1,
  'api.lambda.ai': V1,
  'api.minimax.io': V1,
  'api.mistral.ai': at('mistral', '/v1'),
  'api.moonshot.ai': V1,
  'api.moonshot.cn': V1,
  'api.novita.ai': openAi('/openai', '/openai/v1', '/v3/openai'),
  'api.openai.com': V1,
  'api.perplexity.ai': openAi('', '/v1'),
  'api.portkey.ai': V1,
  'api.sambanova.ai': V1,
  'api.scaleway.ai': V1,
  'api.siliconflow.cn': V1,
  'api.siliconflow.com': V1,
  'api.stepfun.com': V1,
  'api.studio.nebius.ai': V1,
  'api.studio.nebius.com': V1,
  'api.together.ai': V1,
  'api.together.xyz': V1,
  'api.tokenfactory.nebius.com': V1,
  'api.x.ai': V1,
  'api.z.ai': openAi('/api/paas/v4', '/api/coding/paas/v4'),
  'ark.cn-beijing.volces.com': openAi('/api/v3'),
  'codestral.mistral.ai': at('mistral', '/v1'),
  'dashscope-intl.aliyuncs.com': openAi('/compatible-mode/v1'),
  'dashscope.aliyuncs.com': openAi('/compatible-mode/v1'),
  'generativelanguage.googleapis.com': openAi('/v1beta/openai', '/v1/openai', '/v1alpha/openai'),
  'inference.baseten.co': V1,
  'integrate.api.nvidia.com': V1,
  'llm.chutes.ai': V1,
  'models.github.ai': at('github-models', '/inference'),
  'open.bigmodel.cn': openAi('/api/paas/v4', '/api/coding/paas/v4'),
  'ollama.com': at('ollama', '/v1'),
  'openrouter.ai': { ...at('openrouter', '/api/v1'), isSite: true },
  'qianfan.baidubce.com': openAi('/v2'),
  'router.huggingface.co': V1,
};

/** Services whose users have a host each. */
const FAMILIES: readonly (readonly [hosts: RegExp, known: KnownHost])[] = [
  [
    /\.(?:openai|cognitiveservices|services\.ai)\.azure\.(?:com|us|cn)$/,
    { ...at('azure', '/openai/v1'), ownPaths: /\/deployments\/.|^\/models(?:\/|$)/ },
  ],
  [/^bedrock-runtime\.[\w-]+\.amazonaws\.com$/, openAi('/openai/v1')],
  [/\.(?:azuredatabricks\.net|(?:cloud|gcp)\.databricks\.com)$/, openAi('/serving-endpoints')],
  [/\.endpoints\.huggingface\.cloud$/, V1],
  [/(?:^|-)aiplatform\.googleapis\.com$|^(?:gateway\.ai|api)\.cloudflare\.com$/, openAi('')],
];

/** The service at a host, if it is one that is known. */
export const knownHost = (host: string): KnownHost | undefined =>
  (Object.hasOwn(HOSTS, host) ? HOSTS[host] : undefined) ??
  FAMILIES.find(([hosts]) => hosts.test(host))?.[1];

/** A path that names no more than a version or kind of API, or a page: where it is none of a service's, its first base is meant. */
const VAGUE =
  /^(?:\/(?:v\d\w*|api|openai|inference))*$|^\/(?:docs|library|models|blog|settings|account|keys)(?:\/|$)/;

/** Where a service answers as Anthropic does, beside its own API; of one without a base, longer paths may be its users' own. */
const AS_ANTHROPIC = /^(?:\/[\w-]+)*\/anthropic(?:\/v\d\w*)?$/;
const AS_ANTHROPIC_AT_ROOT = /^\/anthropic(?:\/v\d\w*)?$/;

/** The base path of a known service for the path that somebody named. */
export function basePathAt({ bases, isSite = false }: KnownHost, path: string): string {
  if (bases.includes(path)) return path;
  const isPage = isSite && !bases.some((base) => firstPart(base) === firstPart(path));
  const beside = bases[0] === '' ? AS_ANTHROPIC_AT_ROOT : AS_ANTHROPIC;
  return isPage || VAGUE.test(path) || beside.test(path) ? bases[0] : path;
}

const firstPart = (path: string): string | undefined => path.split('/')[1];

/** The first parts of hosts that show pages to people. */
const PAGES =
  /^(?:www|docs|doc|api-docs|platform|console|dashboard|developers?|cloud|app|chat|build|studio|playground|learn|portal|inference-docs)\./;
/** Hosts of pages that have no API of their own beside them, and where the API is. */
const PAGE_HOSTS: Readonly<Record<string, string>> = {
  'ai.azure.com': 'https://NAME.openai.azure.com',
  'ai.google.dev': 'https://generativelanguage.googleapis.com/v1beta/openai',
  'aistudio.google.com': 'https://generativelanguage.googleapis.com/v1beta/openai',
  'bailian.console.aliyun.com': 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  'chatgpt.com': 'https://api.openai.com/v1',
  'github.com': '',
  'oai.azure.com': 'https://NAME.openai.azure.com',
  'portal.azure.com': 'https://NAME.openai.azure.com',
};

/** If an address is that of a page for people: where the API is, or nothing where that is not known. */
export function apiBesidePage({ hostname, pathname }: URL): string | undefined {
  if (knownHost(hostname) !== undefined) return undefined;
  if (Object.hasOwn(PAGE_HOSTS, hostname)) return PAGE_HOSTS[hostname];
  const site = siteOf(hostname);
  const isSite = hostname === site || PAGES.test(hostname);
  const api = isSite ? Object.entries(HOSTS).find(([host]) => siteOf(host) === site) : undefined;
  if (api !== undefined) return `https://${api[0]}${api[1].bases[0]}`;
  return /^docs?\./.test(hostname) || /\.(?:html?|mdx?)$/.test(pathname) ? '' : undefined;
}

const siteOf = (host: string): string => host.split('.').slice(-2).join('.');
