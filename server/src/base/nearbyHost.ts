/** Loopback, private, link-local and shared addresses, as a parsed URL has them (RFC 1122, 1918, 3927, 6598, 4193, 4291). */
const IPV4 =
  /^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]{3,11}$/;
const IPV6 = /^\[(?:::1|f[cd][\da-f]{2}:[\da-f:.]{0,40}|fe[89ab][\da-f]:[\da-f:.]{0,40})\]$/;
const IS_ADDRESS = /^(?:[\d.]+|\[.*\])$/;
/** Domains that no public name server answers for (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and usage in homes). */
const DOMAIN = /(?:^|\.)(?:localhost|local|lan|internal|home\.arpa)$/;

/** True for a URL of this machine, or of the network that it is in: nobody is paid for what a server does there. */
export function isNearby(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  if (IS_ADDRESS.test(hostname)) return IPV4.test(hostname) || IPV6.test(hostname);
  const name = hostname.replace(/\.$/, '');
  // A name without a dot is given within a machine or a network.
  return name !== '' && (!name.includes('.') || DOMAIN.test(name));
}
