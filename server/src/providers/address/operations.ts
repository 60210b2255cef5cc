/** Paths of single requests to OpenAI's API and to that of Anthropic, behind its base. */
const OPERATIONS =
  /\/(?:(?:chat|fim)\/completions|completions|chat|fim|responses|messages|embeddings|models(?:\/[^/]+)?)$/i;
/** Paths of the own APIs of llama.cpp, TGI, vLLM, Ollama, LM Studio and KoboldCpp, behind the server's root. */
const OWN_PATHS =
  /\/(?:infill|completion|props|health|slots|metrics|(?:de)?tokenize|apply-template|generate|generate_stream|info|version|docs|redoc|openapi\.json|api\/(?:generate|chat|tags|show|ps|version|pull|embed|embeddings|v1\/(?:generate|model)))$/i;
/** Folders of such paths. */
const OWN_FOLDERS = /\/api\/(?:v0|extra)(?:\/|$)/i;

/** A path without the request that it ends with. */
export interface BarePath {
  readonly path: string;
  /** It ended with a request to OpenAI's API, or to an own API of a server. */
  readonly ended: 'operation' | 'own' | undefined;
}

/** Takes the request off the end of a path, and empty parts and doubled versions. */
export function barePath(pathname: string): BarePath {
  const parts = pathname.split('/').filter((part) => part !== '' && !/^(?:%20)+$/.test(part));
  const whole = parts.map((part) => `/${part.replace(/^V(?=\d)/, 'v')}`).join('');
  const folder = whole.search(OWN_FOLDERS);
  const own = folder < 0 ? whole.replace(OWN_PATHS, '') : whole.slice(0, folder);
  if (own !== whole) return { path: once(own), ended: 'own' };
  const path = whole.replace(OPERATIONS, '');
  return { path: once(path), ended: path === whole ? undefined : 'operation' };
}

/** `/v1/v1` is `/v1`. */
function once(path: string): string {
  const parts = path.split('/');
  while (/^v\d+$/.test(parts.at(-1) ?? '') && parts.at(-1) === parts.at(-2)) parts.pop();
  return parts.join('/');
}

/** How a provider's address is made: by its name, and its rule for paths. */
export interface AddressRule {
  readonly name: string;
  /** It asks servers in ways that those of others do not know. */
  readonly asksInOwnWays?: boolean;
  /**
   * The path and query of the base URL for an address that people name, whose path is given without the request that it ends
   * with. Where a provider says nothing, it is the path under which a server answers as OpenAI does.
   */
  base?(bare: BarePath, url: URL): { readonly path: string; readonly query: string };
}

/** Ports of servers whose own API is under `/api`, beside OpenAI's under `/v1`: Ollama, KoboldCpp and text-generation-webui. */
const OWN_API_PORTS = ['11434', '5001', '5000'];

/** The base of a server that answers as OpenAI does: `/v1`, unless a path or a request without it is named. */
export function openAiPath({ path, ended }: BarePath, { port }: URL): string {
  if (path === '/api' && ended !== 'operation' && OWN_API_PORTS.includes(port)) return '/v1';
  return path === '' && ended !== 'operation' ? '/v1' : path;
}

/** The root of a server that has an own API beside `/v1`. */
export const rootPath = ({ path }: BarePath): string => path.replace(/\/(?:v1|api(?:\/v1)?)$/, '');
