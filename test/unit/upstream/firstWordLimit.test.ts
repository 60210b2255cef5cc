import { equal } from 'node:assert/strict';
import { firstWordLimitMs, type Waiting } from '../../../server/src/upstream/firstWordLimit.ts';

const unknown: Waiting = {
  priority: 'automatic',
  settingMs: undefined,
  usualMs: undefined,
  isWellKnown: false,
  evaluationMs: undefined,
  isLocal: false,
  totalMs: 60_000,
};
const known = { usualMs: 500, isWellKnown: true };

describe('how long the first word may take', () => {
  for (const [name, changes, ms] of [
    ['while the user types', {}, 3_000],
    ['when asked for', { priority: 'invoked' }, 15_000],
    ['when asked ahead', { priority: 'speculative' }, 15_000],
    ['of a server on this machine', { isLocal: true }, 15_000],
    ['of a model that usually answers soon', { ...known, priority: 'invoked' }, 5_000],
    ['of one that answers at once', { ...known, usualMs: 30, priority: 'invoked' }, 2_000],
    ['of one that always is slow', { usualMs: 4_000 }, 12_000],
    ['of one whose prompts take long', { isLocal: true, evaluationMs: 9_000 }, 27_000],
    ['of a local one that usually answers at once', { ...known, isLocal: true }, 15_000],
    ['as the settings say', { ...known, settingMs: 8_000 }, 8_000],
    ['no longer than the whole answer', { settingMs: 90_000 }, 60_000],
    ['no longer than that by what is usual, either', { usualMs: 40_000 }, 60_000],
  ] as const) {
    it(name, () => equal(firstWordLimitMs({ ...unknown, ...changes }), ms));
  }
});
