/** One limit out of its headers, whose names differ in one word: what is left of it, the limit, when it is renewed. */
export interface ToldLimit {
  /** The other words of the names, which say what is limited. */
  readonly name: string;
  remaining?: string;
  limit?: string;
  reset?: string;
}

/** More of a header, and of its items, is not looked at. */
const MAX_LENGTH = 2_000;

/**
 * Reads the header `RateLimit` of the IETF's drafts: a list of items (`"default";r=50;t=30`, draft-ietf-httpapi-ratelimit-headers-10),
 * whose windows stand in the policy, or a dictionary (`limit=100, remaining=0, reset=50`, draft 7).
 */
export function structuredLimits(value: string, policy: string): ToldLimit[] {
  const items = itemsOf(value);
  const whole = membersOf(items.flat());
  if (whole.remaining !== undefined) {
    const { limit, remaining, reset } = whole;
    return [{ name: '', remaining, ...present({ limit, reset }) }];
  }
  const policies = itemsOf(policy);
  return items.flatMap(([quoted = '', ...members]) => {
    const { r: remaining, t: reset } = membersOf(members);
    if (remaining === undefined) return [];
    const of = policies.find((item) => item.includes(quoted));
    const { q = '', w } = membersOf(of ?? []);
    const limit = w === undefined ? undefined : `${q};w=${w}`;
    return [{ name: nameOf(quoted), remaining, ...present({ limit, reset }) }];
  });
}

const itemsOf = (value: string): string[][] =>
  value
    .slice(0, MAX_LENGTH)
    .split(',')
    .map((item) => item.split(';').map((part) => part.trim()));

function membersOf(parts: readonly string[]): Readonly<Record<string, string | undefined>> {
  const members = new Map(
    parts.map((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
  return Object.fromEntries(members);
}

const nameOf = (quoted: string): string => quoted.replaceAll('"', '').toLowerCase();

const present = (members: { limit?: string | undefined; reset?: string | undefined }) => ({
  ...(members.limit === undefined ? {} : { limit: members.limit }),
  ...(members.reset === undefined ? {} : { reset: members.reset }),
});
