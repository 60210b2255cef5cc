import type { Action } from '../action.ts';
import { addTypes } from './addTypes.ts';
import { convert } from './convert.ts';
import { document } from './document.ts';
import { explain } from './explain.ts';
import { fix } from './fix.ts';
import { fixLines } from './fixLines.ts';
import { instruct } from './instruct.ts';
import { optimize } from './optimize.ts';
import { simplify } from './simplify.ts';
import { writeTests } from './writeTests.ts';

/** Every code action of ours, in the order in which the editor lists them. */
export const catalogue: readonly Action[] = [
  fix,
  fixLines,
  explain,
  instruct,
  document,
  writeTests,
  simplify,
  optimize,
  addTypes,
  convert,
];
