import type { RefusalCase } from '../fieldCase.ts';

/** Refusals of those between us and the server. */
export const NETWORK_REFUSALS: readonly RefusalCase[] = [
  {
    name: 'Squid: wants a password',
    source: 'Squid documentation (407)',
    status: 407,
    headers: {
      server: 'squid/5.7',
      'proxy-authenticate': 'Basic realm="proxy"',
      'x-squid-error': 'ERR_CACHE_ACCESS_DENIED 0',
    },
    body: '<html><head><title>ERROR: Cache Access Denied</title></head><body></body></html>',
    kind: 'proxyLogin',
    speaker: 'proxy',
    says: 'Cache Access Denied',
  },
  {
    name: 'Squid: refuses an address',
    source: 'Squid documentation (ERR_ACCESS_DENIED)',
    status: 403,
    headers: { server: 'squid/5.7', 'x-squid-error': 'ERR_ACCESS_DENIED 0' },
    body: '<html><head><title>ERROR: The requested URL could not be retrieved</title></head><body>Access Denied.</body></html>',
    kind: 'proxyRefused',
    speaker: 'proxy',
    says: 'could not be retrieved',
  },
  {
    name: "a company's filter in place of an answer",
    source: 'Zscaler documentation (block page)',
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>Internet Security by Zscaler</title></head><body>Sorry, this site is blocked by your organization.</body></html>',
    kind: 'proxyRefused',
    speaker: 'proxy',
    says: 'Zscaler',
  },
  {
    name: 'a redirect to another host',
    source: 'RFC 9110 §15.4',
    status: 301,
    headers: { location: 'https://login.example.com/start?token=secret' },
    body: '',
    kind: 'redirected',
    says: 'https://login.example.com/start',
  },
];
