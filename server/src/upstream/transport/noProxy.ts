import { BlockList, isIP } from 'node:net';

/** Tells whether a host is reached without a proxy. The host is as in `URL.hostname`, and the port is always given. */
type IsDirect = (hostname: string, port: number) => boolean;

/** Characters of a list that are read, and of a name in it; a name of DNS has 253 at most. */
const MAX_LIST = 64 * 1024;
const MAX_NAME = 253;
/** Between the entries of a list: commas, as all programs take them, and what some also take. */
const SEPARATORS = /[,;\s]+/;

/**
 * Reads a list of hosts as `NO_PROXY` and `http.noProxy` hold it, in the forms that curl, Go, Python and browsers take: names,
 * with or without a leading dot, which include what is below them; `*` for everything; `*` within names and addresses; IPv4 and
 * IPv6 addresses, with or without brackets; networks (`10.0.0.0/8`, `fd00::/8`); `<local>` for names without a dot; and a port
 * behind any of them. Entries that are none of these match nothing.
 */
export function reachedDirectly(list: string): IsDirect {
  const rules = list.slice(0, MAX_LIST).split(SEPARATORS).flatMap(ruleOf);
  return (hostname, port) => {
    const host = bare(hostname);
    return rules.some((rule) => (rule.port === undefined || rule.port === port) && rule.has(host));
  };
}

interface Rule {
  readonly port: number | undefined;
  readonly has: (host: string) => boolean;
}

function ruleOf(entry: string): readonly Rule[] {
  if (entry === '') return [];
  const { name, port } = parted(entry.toLowerCase());
  const has = matcherOf(name);
  return has === undefined || name.length > MAX_NAME ? [] : [{ port, has }];
}

/** An entry without its scheme, and its port apart. An IPv6 address has a port only behind brackets. */
function parted(entry: string): { name: string; port: number | undefined } {
  const place = entry.replace(/^[a-z][a-z\d+.-]*:\/\//, '').replace(/\/$/, '');
  const found = /^(\[[^\]]*\](?:\/\d{1,3})?|[^:[\]]*):(\d{1,5})$/.exec(place);
  return { name: bare(found?.[1] ?? place), port: found === null ? undefined : Number(found[2]) };
}

function matcherOf(name: string): Rule['has'] | undefined {
  if (name === '*') return () => true;
  if (name === '<local>') return (host) => isIP(host) === 0 && !host.includes('.');
  const slash = name.indexOf('/');
  if (slash !== -1) return networkOf(bare(name.slice(0, slash)), Number(name.slice(slash + 1)));
  if (isIP(name) !== 0) return networkOf(name, isIP(name) === 4 ? 32 : 128);
  if (name.includes('*')) return globOf(name);
  const plain = name.replace(/^\.+/, '');
  return plain === '' ? undefined : (host) => host === plain || host.endsWith(`.${plain}`);
}

function networkOf(address: string, bits: number): Rule['has'] | undefined {
  const family = isIP(address);
  if (family === 0 || !(bits >= 0 && bits <= (family === 4 ? 32 : 128))) return undefined;
  const network = new BlockList();
  network.addSubnet(address, bits, familyName(family));
  return (host) => {
    const of = isIP(host);
    return of !== 0 && network.check(host, familyName(of));
  };
}

const familyName = (family: number) => (family === 4 ? 'ipv4' : 'ipv6');

/** A name with `*`, each of which stands for any characters: its pieces have to come in their order. */
function globOf(name: string): Rule['has'] {
  const [first = '', ...rest] = name.split('*');
  const last = rest.pop() ?? '';
  return (host) => {
    if (host.length < first.length + last.length) return false;
    if (!host.startsWith(first) || !host.endsWith(last)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = host.indexOf(piece, at);
      if (found === -1) return false;
      at = found + piece.length;
    }
    return at <= host.length - last.length;
  };
}

/** A host without brackets, the root's dot at its end, and the zone of an address. */
function bare(hostname: string): string {
  const inner = /^\[(.*)\]$/.exec(hostname)?.[1] ?? hostname;
  const [host = ''] = inner.split('%', 1);
  return host.replace(/(?<=.)\.$/, '').toLowerCase();
}
