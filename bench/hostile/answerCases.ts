import { answered } from './askedForAll.ts';
import { type HostileCase, lines } from './hostileCase.ts';

const MEGABYTE = 1_000_000;

/** Answers of a model server that means harm, or is broken. */
export const answerCases: readonly HostileCase[] = [
  answered('1 MB on one line', () => 'x'.repeat(MEGABYTE), 1_000),
  answered('1 MB of words on one line', () => 'word '.repeat(MEGABYTE / 5), 50),
  answered('100,000 lines', () => lines(100_000, (index) => `  call(${index});`)),
  answered('100,000 letters, one an event', () => 'x'.repeat(100_000), 1),
  answered('100,000 letters in words, one an event', () => 'word '.repeat(20_000), 1),
  answered('100,000 blanks, one an event', () => ' '.repeat(100_000), 1),
  answered('100,000 line ends, one an event', () => '\n'.repeat(100_000), 1),
  answered('deep brackets', () => '('.repeat(200_000)),
  answered('deep brackets of all kinds', () => '([{'.repeat(70_000), 3),
  answered('brackets that close', () => `${'{'.repeat(100_000)}${'}'.repeat(100_000)}`),
  answered('1 MB of blanks and a letter', () => `${' '.repeat(MEGABYTE)}x`, 100),
  answered('nothing but fences', () => '```\n'.repeat(50_000), 4),
  answered('a fence of 200,000 ticks', () => '`'.repeat(200_000)),
  answered('nothing but tags', () => '<think>'.repeat(30_000), 7),
  answered('tags that open', () => '<'.repeat(200_000)),
  answered('JSON that opens', () => '{"code":'.repeat(30_000), 8),
  answered('quotes', () => `"\\"'\``.repeat(50_000)),
  answered('comments', () => '/* '.repeat(80_000)),
  answered('numbered lines', () => lines(40_000, (index) => `${index}: x`)),
  answered('the same line', () => '  const x = 1;\n'.repeat(20_000)),
  answered('1 MB in one event', () => 'call(x); '.repeat(MEGABYTE / 9), MEGABYTE),
  answered('250 KB in one event', () => 'call(x); '.repeat(27_000), MEGABYTE),
  answered('250 KB in lines in one event', () => 'call(x);\n'.repeat(27_000), MEGABYTE),
];
