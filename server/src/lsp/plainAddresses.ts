import { isLoopback } from '../protocol/loopback.ts';
import type { Settings } from '../settings/settings.ts';

/** The settings that may hold a password in an address, with the form of the address that encrypts. */
const ADDRESSES = [
  ['cache.redis.url', 'rediss://'],
  ['cache.http.url', 'https://'],
  ['metrics.otlpUrl', 'https://'],
] as const;

/** Returns a sentence for each setting whose password goes to another host without encryption. It quotes no address. */
export const plainAddresses = (settings: Settings): string[] =>
  ADDRESSES.filter(([name]) => settings[name].split(',').some(exposesPassword)).map(
    ([name, encrypted]) =>
      `aurelis.${name}: the password in this address is sent without encryption and could be read on the way. Use ${encrypted} if the server supports it.`,
  );

function exposesPassword(text: string): boolean {
  const url = text.trim();
  if (!/^(?:redis|http):/.test(url) || !URL.canParse(url)) return false;
  return new URL(url).password !== '' && !isLoopback(url.replace(/^redis:/, 'http:'));
}
