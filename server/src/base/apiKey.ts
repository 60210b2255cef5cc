import { visible } from './pasted.ts';

/** Why a text is no key: it stands for one, is of several lines, or has characters that no header holds. */
export type KeyProblem = 'placeholder' | 'lines' | 'characters';

/** A key as it is sent, and whether quotes stood around it; or why there is none. */
export type KeyReading =
  | { readonly key: string; readonly wasQuoted: boolean }
  | { readonly problem: KeyProblem };

/** Copied along with a key: how it is set in a shell, the name of its header, its scheme. */
const BEFORE_KEY =
  /^(?:(?:export\s+|set\s+|\$env:)?([A-Z][A-Z\d_]*)\s*=\s*(?=[^=\s])|["']?(?:authorization|(?:x-)?api-?key)["']?\s*:\s*|bearer\s+)/i;
const QUOTED = /^(["'`“”‘’])([^"'`“”‘’]*)["'`“”‘’],?$/;
/** `<key>`, `${KEY}`, `$KEY`, `%KEY%`, `your-key`, `sk-...`. */
const PLACEHOLDER = /^<.*>$|^\{.*\}$|^\$|^%\w+%$|^your[-_\s]|^YOUR|\.{3}|…|\*{3}|•{2}/;

/** Reads a key from what was pasted or exported: trimmed, without quotes, its variable, header and scheme. Total and linear. */
export function readKey(text: string): KeyReading {
  let key = visible(text).trim();
  let wasQuoted = false;
  for (let length = Number.POSITIVE_INFINITY; key.length < length; ) {
    length = key.length;
    const quoted = QUOTED.exec(key)?.[2];
    wasQuoted ||= quoted !== undefined;
    key = (quoted ?? withoutName(key)).trim();
  }
  if (PLACEHOLDER.test(key)) return { problem: 'placeholder' };
  if (/[\r\n]/.test(key)) return { problem: 'lines' };
  return /^[\x20-\x7e]*$/.test(key) ? { key, wasQuoted } : { problem: 'characters' };
}

/** A variable is named in capitals; what looks like one in a key is a part of it. */
function withoutName(key: string): string {
  const [before = '', variable = ''] = BEFORE_KEY.exec(key) ?? [];
  return variable === variable.toUpperCase() ? key.slice(before.length) : key;
}
