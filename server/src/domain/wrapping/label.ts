import { isJson } from './languages.ts';
import { firstWord, type Layer, NOTHING_YET, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';

const WORD =
  /^(?:answer|assistant|completion|output|result|solution|response|code|insertion|middle|ai)$/i;
/** Of several words: no language has such keys. */
const WORDS =
  /^(?:(?:the )?(?:missing|completed?|final|full|corrected|remaining|resulting|inserted) (?:code|answer|completion|line|output|part|solution|text)(?: is)?|the (?:answer|code|completion|line|output|result|solution) is|(?:here is|here['’]s) (?:the )?(?:(?:completed?|missing|rest of the) )?(?:code|completion|answer|line|rest))$/i;
const GREETING = /^(?:sure|certainly|of course|absolutely)$/i;
const LONGEST = 48;
/** Statements that nobody gives a label. */
const STATEMENT =
  /^(?:return|const|let|var|if|throw|def|class|import|from|raise|await|print)\b(?!\s*[:=,)])/;
/** Signs behind which an operand stands that has no label or key of its own. */
const BEFORE_OPERAND =
  /(?:[=+*/%&>!~^-]|(?<![\w$])(?:return|in|of|await|new|throw|yield|and|or|not|else|then|do)|\s(?:<|\|\|?)(?= )) ?$/;
/** Languages in which an argument may have a name and a colon. */
const NAMED_ARGUMENTS = /^(?:csharp|swift|ruby|php|dart|elixir|crystal|kotlin|scala)$/;

/** All labels and greetings begin so. */
const BEGINNINGS =
  'answ|assi|comp|outp|resu|solu|resp|code|inse|midd|ai|sure|cert|of c|abso|the |here|miss|fina|full|corr|rema';
const MAY_BECOME = new RegExp(`^(?:${BEGINNINGS})`, 'i');
/** A label or a greeting comes first. */
const WHOLE = new RegExp(`^\\s*(?:${BEGINNINGS})[\\p{L}'’ ]*[:!]`, 'iu');
/** Likewise, or what may become one. */
const GROWING = new RegExp(`^\\s*(?:the$|(?:${BEGINNINGS})[\\p{L}'’ ]*(?:[:!]|$))`, 'iu');

/** Drops a label on the line of the code itself: `Answer: f(a)`. */
export const labelLayer: Layer = { apply: dropLabel, whole: WHOLE, growing: GROWING };

function dropLabel(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  if (at.kind !== 'code' || isData(at.languageId)) return said;
  const start = firstWord(text);
  const head = text.slice(start, start + LONGEST);
  const mark = head.search(/[:!]/);
  if (mark === -1) {
    const mayBegin = !isOver && head.length < LONGEST && /^[\p{L}'’ ]+$/u.test(head);
    return mayBegin && mayBecome(head) ? NOTHING_YET : said;
  }
  const label = head.slice(0, mark);
  const isKnown = head.charAt(mark) === '!' ? GREETING.test(label) : isLabel(label);
  if (!isKnown) return said;
  const from = start + mark + 2;
  // What a statement begins with may tell.
  const behind = text.slice(from, from + 8);
  const isNear = !isOver && (behind.length < 8 || text.length < from);
  if (isNear && !/\n/.test(behind)) return NOTHING_YET;
  if (text.charAt(from - 1) !== ' ' || !/^\S/.test(behind)) return said;
  const isSure = !WORD.test(label) || isOperand(label, at) || STATEMENT.test(behind);
  return isSure ? { text: text.slice(from), isOver } : said;
}

const isLabel = (text: string): boolean => WORD.test(text) || WORDS.test(text);

/** Where keys and scalars are all there is. */
const isData = (languageId: string): boolean =>
  isJson(languageId) || /^(?:yaml|toml|ini|properties|dockercompose|csv)$/.test(languageId);

/** True for what may still become a label. */
const mayBecome = (text: string): boolean => MAY_BECOME.test(text.padEnd(4));

/** True where a key or a label cannot stand. */
function isOperand(label: string, { linePrefix, languageId }: Standpoint): boolean {
  const before = linePrefix.trimEnd();
  // Parameters have names in small letters.
  if (before.endsWith('(')) return /^[A-Z]/.test(label) && !NAMED_ARGUMENTS.test(languageId);
  return BEFORE_OPERAND.test(/\s$/.test(linePrefix) ? `${before} ` : before);
}
