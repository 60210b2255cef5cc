import { spoken } from '../answer/spoken.ts';
import { isDoubtful, isThinking, withoutAfterword, withoutTalk } from './talk.ts';
import { fenced, inJson, marked, quoted, tagged } from './wraps.ts';

/** As if it were code of this language: sentences belong to it. */
const LANGUAGE = 'git-commit';
const WRAPS = [fenced, tagged, inJson, quoted, marked];
/** Wraps in wraps; what is wrapped deeper is no message. */
const MAX_ROUNDS = 8;
/** So much of a first line tells whether it is talk. */
const TELLING = 24;
/** On a channel for thinking, before the answer begins. */
const CHANNEL = /^(?:<\|start\|>assistant)?<\|channel\|>(?!final)/;

/**
 * The commit message in a model's answer: without thinking, code block, quotation marks, label and talk around it. Of an answer that grows it is what surely is a
 * beginning of the message, the first line as it is written and then whole lines; empty while nothing is sure.
 */
export function messageIn(answer: string, isOver: boolean): string {
  let text: string | undefined = answer.replace(/^\ufeff/, '').replace(/\p{Zs}/gu, ' ');
  for (let round = 0; round < MAX_ROUNDS && text !== undefined; round++) {
    const before: string = heard(text, isOver).trimStart();
    text = unwrapped(before, isOver);
    if (text === before) return laidOut(isOver ? text : sure(text));
  }
  return '';
}

/** A tag that a message is about ends no thinking. */
const NAMED_TAG = /`<(\/?[\w:]{1,30})>`/g;

/** The answer without thinking and control tokens; empty while the model thinks. */
function heard(plain: string, isOver: boolean): string {
  const start = plain.trimStart();
  const isUnheard = CHANNEL.test(start) && !start.includes('<|channel|>final<|message|>');
  if (isUnheard || (!isOver && mayBeMark(start))) return '';
  const said = spoken(plain.replace(NAMED_TAG, '`\ue000$1\ue001`'), '', LANGUAGE) ?? '';
  const text = said.replaceAll('\ue000', '<').replaceAll('\ue001', '>');
  // The beginning of a token or a tag at the end.
  return isOver ? text : text.replace(/<[^<>\n]{0,40}$/, '');
}

const MARKS = ['[THINK]', '◁think▷', '<'];
const mayBeMark = (start: string): boolean =>
  MARKS.some((mark) => mark.startsWith(start.slice(0, mark.length)) && start.length <= mark.length);

function unwrapped(text: string, isOver: boolean): string | undefined {
  for (const unwrap of WRAPS) {
    const inner = unwrap(text, isOver);
    if (inner !== text) return inner;
  }
  const line = text.split('\n', 1)[0] ?? '';
  const isLineWhole = isOver || line.length < text.length;
  // Thinking aloud may end with a mark, far below.
  if (!isOver && isThinking(line)) return undefined;
  if (!isLineWhole && (line.length < TELLING || isDoubtful(line))) return undefined;
  return withoutTalk(text);
}

/** Of a text that grows its first line, and the others as far as they are whole; a line of signs may be the end of a wrap. */
function sure(text: string): string {
  const first = text.indexOf('\n');
  const end = text.lastIndexOf('\n');
  return first === -1 ? text : text.slice(0, Math.max(first, end));
}

/** Marks out of place, as one that opens behind the one that closes. */
const NO_MESSAGE =
  /^(?:<\/?(?:seed:)?(?:think|thinking|thought|reasoning|analysis)>|\[\/?THINK\]|```|~~~)/i;

/** A subject, an empty line, and the paragraphs behind it. */
function laidOut(text: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trimEnd());
  const [subject = '', ...rest] = lines;
  const paragraphs = rest
    .join('\n')
    .split(/\n{2,}/)
    .map((each) => each.replace(/^\n+|\n+$/g, ''));
  const all = [subject.replace(/ {2,}/g, ' '), ...paragraphs.filter((each) => each !== '')];
  const message = withoutAfterword(all).join('\n\n');
  return NO_MESSAGE.test(message) ? '' : message;
}
