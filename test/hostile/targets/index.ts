import type { FuzzTarget } from '../fuzzTarget.ts';
import { completions } from './completions.ts';
import { documents } from './documents.ts';
import { fixes } from './fixes.ts';
import { headers } from './headers.ts';
import { ignoreFiles } from './ignoreFiles.ts';
import { masking } from './masking.ts';
import { plainTexts } from './plainTexts.ts';
import { rows } from './rows.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { streams } from './streams.ts';

/** All that is tried with input by chance. */
export const targets: readonly FuzzTarget[] = [
  headers,
  streams,
  plainTexts,
  documents,
  settings,
  completions,
  fixes,
  masking,
  rows,
  ignoreFiles,
  sessions,
];

const shares = targets.reduce((sum, { share }) => sum + share, 0);

/** The part that a target gets of a number of cases. */
export const casesOf = ({ share }: FuzzTarget, cases: number): number =>
  Math.ceil((cases * share) / shares);
