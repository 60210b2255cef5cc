/** Letters, spaces and the marks of plain sentences; anything else may be code, a name, a number or a path. */
const PLAIN = /^[\p{L}\p{M} ,.!?'’-]+$/u;
/** A capital after a small letter, or a mark inside a word: an identifier or a file's name. */
const IDENTIFIER = /\p{Ll}\p{Lu}|[.!?,]\p{L}|\p{L}-\p{L}*\./u;

/** Only with a mark behind it: "hello world" greets nobody. */
const GREETING = /^(?:hi|hello|hey|thanks|thank you)[,.!]+ +/i;
/** Verbs that ask an assistant and nobody else: "can you use X" may be about X, "can you explain X" is not. */
const VERBS = 'explain|describe|summarize|suggest|help me|show me|tell me|give me';
const REQUEST = new RegExp(
  `^(?:(?:can|could|would|will) you(?: please| kindly)?|i(?: would|'d) like you to) (?=(?:${VERBS})\\b)`,
  'i',
);
const PLEASE = /^(?:please|kindly),? +/i;
const THANKS = /(?<![,.!])[,.!]+ *(?:please|thanks|thank you)$/i;
const END = /(?<![ .!?])[ .!?]+$/;

/** Short forms with one meaning only; "what's" and "I'd" have two. */
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bcan't\b/gi, 'cannot'],
  [/\bwon't\b/gi, 'will not'],
  [/\b(do|does|did|is|are|was|were|has|have|had|should|would|could|must)n't\b/gi, '$1 not'],
  [/\bI'm\b/g, 'I am'],
  [/\b(you|we|they)'re\b/gi, '$1 are'],
];

/**
 * Returns a question without its polite phrases, or `undefined` for a text that is not plain prose. Two questions with one
 * normal form ask the same; word order, number, negation, names and the case of all letters but the first are kept. Nothing
 * that could be code has a normal form.
 */
export function normalProse(text: string): string | undefined {
  const plain = text.normalize('NFC').trim();
  if (!PLAIN.test(plain) || IDENTIFIER.test(plain)) return undefined;
  let rest = plain.replaceAll('’', "'").replace(/ +/g, ' ').replace(END, '');
  for (const manner of [GREETING, PLEASE, REQUEST, PLEASE]) rest = rest.replace(manner, '');
  rest = rest.replace(THANKS, '').replace(END, '');
  for (const [short, long] of SHORT_FORMS) rest = rest.replace(short, long);
  return rest === '' ? undefined : rest.charAt(0).toLowerCase() + rest.slice(1);
}
