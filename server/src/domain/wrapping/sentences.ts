/** Characters of words and their marks, and white space that ends no line. */
const IN_WORDING =
  '\\p{L}\\p{M}\\p{N}\\p{Extended_Pictographic}\\t\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff' +
  '.,\'’"“”«»!?:;\\-–—…*/%&)、。：，！？；（）';
/**
 * The source of a pattern, with the flag `u`, for a line of words, their marks, brackets behind blanks, and what stands in
 * backticks, open at the line's end maybe.
 */
export const WORDING_LINE = `(?:[${IN_WORDING}]|(?<!\\S)\\(|\`[^\`\\n]*(?:\`|(?![^\\n])))*`;
const WORDING = new RegExp(`^${WORDING_LINE}$`, 'u');
/** Sentences of so many words need no mark at their end. */
const MANY_WORDS = 8;
const FEW_WORDS = 3;
/** Of one that announces. */
const FEWEST_WORDS = 2;
/** A longer line is looked at so far. */
export const MAX_WORDING_LENGTH = 600;

/**
 * True while a line, as far as it has come, holds only what sentences are made of: words, their marks, code in backticks.
 * A line of which it is not true never becomes one.
 */
export function isWording(line: string): boolean {
  return WORDING.test(line.slice(0, MAX_WORDING_LENGTH));
}

/** True for a whole line that is a sentence: it begins with a capital, has some words, and ends as sentences do. */
export function isSentence(line: string): boolean {
  const text = line.trim().replace(/^\*\*|\*\*$/g, '');
  if (!/^[\p{Lu}\p{Lo}¡¿]/u.test(text) || !isWording(text)) return false;
  const hasEnd = /[.!?:。：！？…][*"”»)]*$/u.test(text);
  if (/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u.test(text)) {
    return hasEnd && text.length >= 2 * FEW_WORDS;
  }
  const words = text.slice(0, MAX_WORDING_LENGTH).split(/\s+/).length;
  if (/[;{}]$/.test(text)) return false;
  return words >= (/[:：]$/.test(text) ? FEWEST_WORDS : hasEnd ? FEW_WORDS : MANY_WORDS);
}

const REFUSAL =
  /^(?:I['’]?m (?:very |really |so )?(?:sorry|afraid|unable|not able|not sure)|I am (?:very |really )?(?:sorry|afraid|unable|not able|not sure)|Sorry\b|Apologies\b|My apologies|I apologi[sz]e|I (?:cannot|can['’]?t|can not|could not|couldn['’]t|don['’]t|do not|won['’]t|will not|need more|would need)\b|As an? (?:AI|large language model|language model|assistant)|Unfortunately\b|There (?:is|are|['’]s) no|There['’]s no|Nothing (?:to|needs|is|more|else|fits|should)|No (?:completions?|code|changes?|further|additional|more|suggestions?|text|output|insertions?|need|answer|edits?)\b|(?:The|This|Your) (?:\w+ )?(?:code|function|file|snippet|line|class|method) (?:is|appears|seems|looks) (?:to be )?(?:already )?(?:complete|correct|incomplete|fine|finished|cut)|It (?:seems|looks|appears)\b|Please (?:provide|share|clarify|give)|(?:Could|Can|Would) you (?:please )?(?:provide|share|clarify|give|tell)|How can I (?:help|assist)|N\/A\.?$|\((?:no|nothing)\b)/i;
const INTRODUCTION =
  /^(?:\*\*)?(?:sure|certainly|of course|absolutely|okay|ok|great|got it|no problem|here(?:['’]s| is| are| you go| it is)|below is|this is|the (?:completed?|completion|missing|full|following|corrected|updated|final|resulting|rest|code|answer|line|next)\b|to complete|completed? |based on|assuming|you can|we can|i(?:['’](?:ve|ll)| have| will| would)\b|let me|voici|bien s|hier ist|aqu[ií] |claro|ecco|segue|вот|以下|好的|当然|これ|以下は|다음)/iu;
const LABEL =
  /^(?:\*\*)?(?:Completed? code|Completion|Answer|Output|Result|Code|Solution|Middle|Insertion|Final answer|Final code|Missing code|Response|Assistant|Completed line|The (?:answer|code|completion|missing code|solution|output|result)(?: is)?)(?:\*\*)?:(?:\*\*)?$/i;
const THOUGHT =
  /^(?:Okay,? (?:so|let|the|I|we)|Ok,? (?:so|let)|Alright|Hmm|Let me (?:think|see|look|analy|start|figure)|Let['’]s (?:see|think|look|analy|break)|The user|We (?:need|have|are|should)|I need to|I should|First,? |So,? (?:the|I|we|let)|Wait|Looking at|Thinking)/i;
const CONCLUSION =
  /^(?:\*\*)?(?:This (?:code|function|implementation|will|completes?|completion|should|method|snippet|solution|is|ensures|adds|version|line)|The (?:code|function|above|completed?|completion|rest|method|implementation)|Explanation|Note\b|In this|Here(?:['’]s| is)|I['’](?:ve|m)|I (?:hope|have|added|used)|Let me know|Feel free|You can|Please note|Hope this|Make sure|If you)\b/i;

/** True for a line in which a model says that it has no answer. */
export const isRefusal = (line: string): boolean => isWording(line) && REFUSAL.test(line.trim());
/** True for a line that announces an answer. */
export const isIntroduction = (line: string): boolean =>
  isWording(line) &&
  (LABEL.test(line.trim()) ||
    (INTRODUCTION.test(line.trim()) && (/[:：!.](?:\s*\*\*)?\s*$/.test(line) || isSentence(line))));
/** True for a line with which models begin to think aloud. */
export const isThought = (line: string): boolean =>
  THOUGHT.test(line.trim()) && isWording(line) && line.trim().split(/\s+/).length >= FEW_WORDS;
/** True for a line with which models explain what they have answered. */
export const isConclusion = (line: string): boolean =>
  CONCLUSION.test(line.trim()) && (isSentence(line) || /^\W*Explanation\W*$/.test(line.trim()));
