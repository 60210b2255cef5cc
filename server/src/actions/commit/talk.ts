import { isDeclined } from '../answer/sentences.ts';

/* The words that models put around a commit's message, and never into one. */

const WHOSE =
  "(?:(?:the|a|an|my|your|this|here(?: is|[’']s)?|suggested|proposed|generated|recommended|possible|concise|good|suitable|final|git)\\s{1,4}){0,5}";
const THING =
  '(?:commit(?:\\s{1,4}(?:message|msg|subject|title|summary))?|message|subject(?:\\s{1,4}line)?|title)';
/** A label in front of a message, bold or not: `**Commit message:**`. */
const LABEL = new RegExp(
  `^(?:\\*\\*|__)?${WHOSE}${THING}(?:\\s{1,4}(?:is|would be|could be|for [\\w ]{1,40}))?\\s{0,4}(?:\\*\\*|__)?\\s{0,4}:\\s{0,4}(?:\\*\\*|__)?[^\\S\\n]{0,4}`,
  'i',
);
/** A label on a line of its own, or before the part behind the subject. */
const OWN_LINE =
  /^(?:\*\*|__)?(?:answer|output|response|result|summary|option 1|version 1)\s{0,4}:?\s{0,4}(?:\*\*|__)?:?\s{0,4}(?:\n|$)/i;
const BODY_LABEL =
  /^(?:\*\*|__)?(?:body|description|details)(?:\*\*|__)?\s{0,4}:\s{0,4}(?:\*\*|__)?\s{0,4}/i;
const GREETING =
  /^(?:sure(?: thing)?|certainly|of course|okay|ok|absolutely|great|alright)[!,.:]+\s{0,4}/i;
const INTRODUCTION =
  /^(?:here(?: is|[’']s| are|\b)|below (?:is|are)|the following|based on|this (?:commit )?message|i(?:[’']ve| have| would|[’']d| suggest| recommend)\b|(?:the|these|your) (?:staged |provided |given )?(?:diff|changes?) (?:above|below|shows?|you)|looking at|after (?:looking|reviewing|analy[sz]ing)|given the)\b/i;
/** The beginning of a paragraph behind a message that speaks of it, or to its reader. */
const AFTERWORD =
  /^[*_(]{0,3}(?:let me know|feel free|hope (?:this|that)|would you like|alternatively|explanation|reasoning|this (?:commit )?message|the (?:above|message|subject)|i(?:[’']ve| have| hope| chose| kept| used| focused| tried)|if you(?:[’']d| want| need| would| like)|option 2|version 2|note:? .{0,60}\b(?:message|diff|assum))\b/i;
/** Said by models who see nothing to describe. */
const ASKING =
  /^(?:please (?:provide|share|paste|send)|(?:it )?(?:looks|seems|appears) like|there (?:is|are|were) no (?:staged )?(?:changes|diff)|no (?:staged )?(?:changes|diff) (?:were|was|are|is|have)|could you|can you)\b/i;
/** Thinking aloud, without a mark around it. */
const THINKING =
  /^(?:hmm|we need|the user|let[’']?s|let me|i need|i should|(?:first|so|well|wait),)/i;

/** A first line that may yet turn out to be one of these is not shown. */
const DOUBTFUL = new RegExp(
  [
    LABEL,
    OWN_LINE,
    GREETING,
    INTRODUCTION,
    ASKING,
    THINKING,
    // Or the beginning of one.
    new RegExp(`^(?:\\*\\*|__)?${WHOSE}${THING}\\b`),
    /^(?:the|an?|my|your|this|here|below|based|after|looking|given|i|as an|sorry|unfortunately)\b/,
  ]
    .map(({ source }) => `(?:${source})`)
    .join('|'),
  'i',
);

/** True for the words of a model that writes no message. */
export const isRefusal = (text: string): boolean => isDeclined(text) || ASKING.test(text);

/** True if a text, as far as it has come, may begin with something else than a message. */
export const isDoubtful = (line: string): boolean => DOUBTFUL.test(line) || isDeclined(line);

/** True for a line in which a model thinks aloud, perhaps. */
export const isThinking = (line: string): boolean => THINKING.test(line);

/** A text without one piece of talk, or one label, in front of it; the same text where there is none. */
export function withoutTalk(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  const label = LABEL.exec(line) ?? OWN_LINE.exec(text) ?? GREETING.exec(line);
  if (label !== null) return text.slice(label[0].length);
  if (!INTRODUCTION.test(line)) return text;
  const colon = line.indexOf(': ');
  const isNamed = /\b(?:message|commit)\b/i.test(line.slice(0, Math.max(colon, 0)));
  return text.slice(colon !== -1 && isNamed ? colon + 2 : line.length);
}

/** The paragraphs of a message without what is said behind it, and without the label of its body. */
export function withoutAfterword(paragraphs: readonly string[]): readonly string[] {
  const end = paragraphs.findIndex((each, index) => index > 0 && isAfterword(each));
  const kept = end === -1 ? paragraphs : paragraphs.slice(0, end);
  return kept
    .map((each, index) => (index === 0 ? each : each.replace(BODY_LABEL, '')))
    .filter((each, index) => index === 0 || !RULE.test(each));
}

const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;

const isAfterword = (paragraph: string): boolean =>
  AFTERWORD.test(paragraph.replace(/^(?:-{3,}|\*{3,})\n/, ''));
