import { strict as assert } from 'node:assert';
import { cacheReport } from '../../../client/src/cacheReport.ts';

const MINUTE_MS = 60_000;
const row = {
  tier: 'disk',
  model: 'qwen2.5-coder',
  file: 'orders.ts',
  entries: 3,
  bytes: 2_048,
  oldest: 0,
  newest: 0,
};
const lineOf = (changes: Partial<typeof row>, now = 0) =>
  cacheReport({ rows: [{ ...row, ...changes }] }, now)
    .split('\n')
    .find((line) => line.startsWith('| disk'));

describe('cacheReport', () => {
  it('says so when nothing is there', () => {
    assert.match(cacheReport({ rows: [] }, 0), /Nothing is cached/);
  });

  it('has a line for each file, with sizes and ages a person can read', () => {
    assert.equal(
      lineOf({}, 90 * MINUTE_MS),
      '| disk | orders.ts | qwen2.5-coder | 3 | 2.0 KB | 1 h | 1 h |',
    );
    assert.match(lineOf({ newest: 59 * MINUTE_MS }, 60 * MINUTE_MS) ?? '', /\| 1 min \| 1 h \|$/);
    assert.match(lineOf({ bytes: 12 }, 3 * 1_440 * MINUTE_MS) ?? '', /\| 12 B \| 3 d \|/);
  });

  it('shows no absurd age when the clock went back', () => {
    assert.match(lineOf({ newest: MINUTE_MS, oldest: MINUTE_MS }) ?? '', /just now \| just now/);
  });

  it('keeps names from becoming markup or cells', () => {
    assert.match(
      lineOf({ file: 'a|b [x](http:y) <i>.ts' }) ?? '',
      /a\\\|b \\\[x\\\] \(http:y\) \\<i\\>/,
    );
    assert.match(lineOf({ file: '' }) ?? '', /\| – \|/);
  });
});
