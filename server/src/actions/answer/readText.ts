import type { Generation } from '../../domain/generation.ts';
import { withoutThinking } from '../../domain/wrapping/withoutThinking.ts';
import type { Refusal } from './reading.ts';
import { isDeclined } from './sentences.ts';
import { spoken } from './spoken.ts';

/** Longest text about code that is taken, in UTF-16 units. */
const MAX_TEXT = 40_000;

type Answer = Pick<Generation, 'text' | 'ending' | 'fault' | 'withheld'>;

/** Why a text breaks off: the model had no more tokens, or its stream ended before it should. */
export type BrokenOff = 'limit' | 'connection';

/** A text about code. */
export interface ReadText {
  readonly text: string;
  /** Absent for one that is whole. */
  readonly brokenOff?: BrokenOff;
}

/** A text about code out of a model's answer, or why there is none. One that was cut says more than nothing: it ends with dots. */
export function readText({ text, ending, fault, withheld }: Answer): ReadText | Refusal {
  if (withheld !== undefined) return 'credential';
  const said = (spoken(text, '', 'markdown') ?? '').trim();
  const brokenOff =
    fault === undefined ? (ending === 'length' ? 'limit' : undefined) : 'connection';
  const isCut = brokenOff !== undefined;
  if (said === '') return isCut ? 'cut' : 'empty';
  if (isDeclined(said) && said.length < MAX_DECLINED) return 'declined';
  const shown = isCut || said.length > MAX_TEXT ? `${said.slice(0, MAX_TEXT)} …` : said;
  return isCut ? { text: shown, brokenOff } : { text: shown };
}

/** A refusal is short; an explanation may begin with words of regret. */
const MAX_DECLINED = 400;

/** The part of a text that still grows which is meant for others: nothing while the model thinks. */
export const spokenSoFar = (text: string): string => withoutThinking(text, false);
