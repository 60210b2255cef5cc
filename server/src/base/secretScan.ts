/** Forms of credentials that say themselves what they are, as their issuers document them. */
const KNOWN_FORMS: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{40,}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}\b/,
  /\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{20,}/,
  /\bxox[abposr]-[A-Za-z0-9-]{10,}/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`{}$]+:[^\s/@'"`{}$]{6,}@/,
];
/** A name that promises a secret, and the text that is assigned to it. */
const ASSIGNED =
  /(?:api[_-]?key|secret|token|passw(?:or)?d|credential)\w*["']?\s*[:=]\s*["'`]([^"'`\s]{16,})["'`]/gi;
/** Matches every text that holds one of these. */
export const MAY_HOLD_SECRET =
  /-----BEGIN|A(?:KIA|SIA|Iza)|gh[pousr]_|github_pat_|glpat-|sk-|xox|npm_|eyJ|:\/\/|api[_-]?key|secret|token|passw|credential/i;
/** Bits a character above which a text is taken for random; words and identifiers lie below. */
const RANDOM_BITS = 3.5;

/** Whether a text seems to hold a credential. Errs on the side of yes: a yes only costs a cache entry. */
export function holdsSecret(text: string): boolean {
  if (KNOWN_FORMS.some((form) => form.test(text))) return true;
  for (const [, value = ''] of text.matchAll(ASSIGNED)) {
    if (bitsPerCharacter(value) > RANDOM_BITS) return true;
  }
  return false;
}

/** Shannon entropy of a text's characters. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
