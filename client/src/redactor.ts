import { isSecretParameter } from '../../server/src/protocol/secretParameter.ts';

/** Shorter values are words that a log needs, rather than secrets. */
const MIN_LENGTH = 6;
const HIDDEN = '•••';
/** The member of an answer to `aurelis/credential` that holds the key, in JSON on one line or several. */
const API_KEY = /("apiKey"\s{0,9}:\s{0,9}")(?:[^"\\]|\\.)*"/g;

/** Takes secrets out of what is logged: a language client's trace holds every message, answers with keys included. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Remembers a secret, as it is and as JSON has it. */
  readonly add = (secret: string): void => {
    if (secret.length < MIN_LENGTH) return;
    this.#secrets.add(secret);
    this.#secrets.add(JSON.stringify(secret).slice(1, -1));
  };

  /** Remembers the secrets in a value of a setting: all values of headers, passwords and keys in addresses. */
  readonly addFrom = (value: unknown): void => {
    if (typeof value === 'string') for (const part of value.split(',')) this.#addPassword(part);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'headers' && typeof inner === 'object' && inner !== null) {
        for (const header of Object.values(inner)) this.add(String(header));
      } else this.addFrom(inner);
    }
  };

  readonly redact = (text: string): string => {
    let safe = text.replace(API_KEY, `$1${HIDDEN}"`);
    for (const secret of this.#secrets) safe = safe.replaceAll(secret, HIDDEN);
    return safe;
  };

  #addPassword(address: string): void {
    const url = address.trim();
    if (!URL.canParse(url)) return;
    const { password, searchParams } = new URL(url);
    for (const [name, value] of searchParams) if (isSecretParameter(name)) this.add(value);
    this.add(password);
    this.add(decoded(password));
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // It is no encoded text, then.
    return text;
  }
}

/** Returns a channel that writes into another one, without what `redact` takes out. */
export function redactedChannel<Channel extends object>(
  channel: Channel,
  redact: (text: string) => string,
): Channel {
  const safe = (value: unknown) => (typeof value === 'string' ? redact(value) : value);
  return new Proxy({} as Channel, {
    get(_, name) {
      const member: unknown = Reflect.get(channel, name, channel);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => member.apply(channel, given.map(safe));
    },
  });
}
