import type { RefusalCase } from '../fieldCase.ts';

/** Refusals of those between us and the server; they only judge. */
export const NETWORK_JUDGE: readonly RefusalCase[] = [
  {
    name: 'FortiGate: a blocked page',
    source: 'Fortinet documentation (replacement messages)',
    status: 403,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>Web Filter Violation</title></head><body><p>FortiGuard Intrusion Prevention - Access Blocked</p></body></html>',
    kind: 'proxyRefused',
    speaker: 'proxy',
    says: 'Web Filter Violation',
  },
  {
    name: 'tinyproxy: wants a password',
    source: 'tinyproxy (BasicAuth)',
    status: 407,
    headers: { server: 'tinyproxy/1.11.1', 'proxy-authenticate': 'Basic realm="tinyproxy"' },
    body: '<?xml version="1.0"?><!DOCTYPE html><html><head><title>407 Proxy Authentication Required</title></head></html>',
    kind: 'proxyLogin',
    speaker: 'proxy',
    says: '407 Proxy Authentication Required',
  },
  {
    name: 'a login page in place of a redirect target',
    source: 'RFC 9110 §15.4',
    status: 302,
    headers: { location: '/login?next=%2Fv1', 'content-type': 'text/html' },
    body: '<html><body>Redirecting…</body></html>',
    kind: 'redirected',
    says: '/login',
  },
];
