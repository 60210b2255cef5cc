import type { HttpResponse } from '../../base/httpCall.ts';

/**
 * For how many more milliseconds a response may be kept, as its headers say (RFC 9111): `max-age` less
 * `Age`, nothing under `no-store` or `no-cache`, without limit where nothing is said: the entry's own expiry,
 * which is authenticated, holds then.
 */
export function freshnessOf(headers: HttpResponse['headers']): number {
  const control = [headers['cache-control'] ?? ''].flat().join(',').toLowerCase();
  const directives = control.split(',').map((directive) => directive.trim());
  if (directives.includes('no-store') || directives.includes('no-cache')) return 0;
  const maxAge = directives.map((each) => /^max-age="?(\d+)/.exec(each)?.[1]).find(Boolean);
  if (maxAge === undefined) return Number.POSITIVE_INFINITY;
  const age = Number([headers.age ?? '0'].flat()[0]);
  return Math.max(0, (Number(maxAge) - (Number.isFinite(age) ? age : 0)) * 1000);
}
