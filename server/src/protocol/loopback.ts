/** True for a URL whose host is this machine: what is sent there crosses no network. False for what is no URL. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  // Addresses are canonical in a parsed URL: `127.1` is 127.0.0.1 there. Names below `localhost` are RFC 6761's.
  const { hostname } = new URL(url);
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\]|(?:[^.]+\.)*localhost\.?)$/.test(
    hostname,
  );
}
