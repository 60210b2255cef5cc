import { strict as assert } from 'node:assert';
import { read, sourceFiles } from '../../tools/imports.ts';

/** A second try of what failed: it hides the fault that it is there for. */
const RETRIES = /\.retries\(|--retries\b|^\s*"retries":/m;
/** Time that passes by itself: unit tests have the fake clock (`tools/testing/fakeClock.ts`). */
const REAL_TIME =
  /\b(?:setTimeout|setInterval|waitFor)\(|\bnode:timers|\bAbortSignal\.timeout\(|\bperformance\.now\(|\bDate\.now\(|\bsystemClock\b/;

const own = 'test/repository/suites.test.ts';
const suites = [
  ...sourceFiles('test/**/*.ts'),
  ...sourceFiles('{.mocharc.json,test/**/.mocharc.json}'),
  ...sourceFiles('{tools,scripts}/**/*.ts'),
].filter((file) => file !== own);

describe('suites', () => {
  it('try nothing twice', () => {
    assert.ok(suites.includes('.mocharc.json') && suites.includes('test/e2e/.mocharc.json'));
    assert.deepEqual(
      suites.filter((file) => RETRIES.test(read(file))),
      [],
    );
  });

  it('of units wait for no real time', () => {
    const units = sourceFiles('test/unit/**/*.ts');
    assert.ok(units.length > 100, String(units.length));
    assert.deepEqual(
      units.filter((file) => REAL_TIME.test(read(file))),
      [],
    );
  });
});
