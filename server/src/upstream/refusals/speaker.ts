import type { HttpResponse } from '../../base/httpCall.ts';
import type { Speaker } from '../../domain/endpointError.ts';
import type { RefusalText } from './refusalText.ts';

/** Names by which proxies of companies sign what they block: in headers, and on their pages. */
const PROXY_NAMES =
  /squid|zscaler|blue ?coat|bluecoat|proxysg|forti(?:gate|guard|proxy|web)|mcafee|skyhigh|websense|forcepoint|netskope|palo alto|globalprotect|sophos|barracuda|umbrella|ironport|checkpoint|iboss|menlo|privoxy|tinyproxy/i;
const PROXY_WORDS =
  /err_(?:access_denied|cannot_connect|connect_fail|dns_fail|cache_access_denied)|proxy authentication|web ?(?:filter|page blocked|site blocked)|blocked by (?:your )?(?:organi[sz]ation|company|administrator|network|policy|it)|(?:url|site|page|category|access)[^.]{0,40} (?:is |was |has been )?blocked|internet usage policy/;
/** Servers that stand in front of model servers. */
const GATEWAY_NAMES =
  /nginx|openresty|cloudflare|envoy|istio|traefik|caddy|apache|haproxy|awselb|kong|apisix|varnish|akamai|cloudfront|litespeed|microsoft-(?:iis|azure-application-gateway)|gfe|google frontend|apim|vercel|fly\/|cowboy|heroku/i;
const GATEWAY_WORDS =
  /upstream (?:connect error|request timeout)|no healthy upstream|no route matched|no available server|cloudflare|<center>nginx|bad gateway|gateway time-?out/;

/** Tells who speaks, by how the parties on the way sign what they say. */
export function speakerOf(
  { status, headers, isFromProxy }: Pick<HttpResponse, 'status' | 'headers' | 'isFromProxy'>,
  text: RefusalText,
): Speaker {
  const header = (name: string) => String(headers[name] ?? '').slice(0, 200);
  const isSigned = ['proxy-authenticate', 'x-squid-error', 'x-zscaler-block'].some(
    (name) => headers[name] !== undefined,
  );
  const signature = `${header('server')} ${header('proxy-agent')} ${header('x-powered-by')}`;
  if (isFromProxy || status === 407 || isSigned || PROXY_NAMES.test(signature)) return 'proxy';
  // A page that a proxy puts in place of an answer; a server's JSON may well speak of proxies.
  if (text.isPage && (PROXY_NAMES.test(text.words) || PROXY_WORDS.test(text.words))) return 'proxy';
  const isGateway = GATEWAY_NAMES.test(signature) && (text.isPage || text.words === '');
  return isGateway || GATEWAY_WORDS.test(text.words) ? 'gateway' : 'server';
}
