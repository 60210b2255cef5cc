import type { Generation } from '../../domain/generation.ts';
import { withoutThinking } from '../../domain/wrapping/withoutThinking.ts';
import type { Refusal } from './reading.ts';
import { isDeclined } from './sentences.ts';
import { spoken } from './spoken.ts';

/** Longest text about code that is taken, in UTF-16 units. */
const MAX_TEXT = 40_000;

type Answer = Pick<Generation, 'text' | 'ending' | 'fault' | 'withheld'>;

/** A text about code out of a model's answer, or why there is none. One that was cut says more than nothing: it ends with dots. */
export function readText({ text, ending, fault, withheld }: Answer): { text: string } | Refusal {
  if (withheld !== undefined) return 'credential';
  const said = (spoken(text, '', 'markdown') ?? '').trim();
  const isCut = ending === 'length' || fault !== undefined;
  if (said === '') return isCut ? 'cut' : 'empty';
  if (isDeclined(said) && said.length < MAX_DECLINED) return 'declined';
  return { text: isCut || said.length > MAX_TEXT ? `${said.slice(0, MAX_TEXT)} …` : said };
}

/** A refusal is short; an explanation may begin with words of regret. */
const MAX_DECLINED = 400;

/** The part of a text that still grows which is meant for others: nothing while the model thinks. */
export const spokenSoFar = (text: string): string => withoutThinking(text, false);
