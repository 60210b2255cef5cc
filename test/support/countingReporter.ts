import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';
import { ROOT } from '../../tools/root.ts';

const { EVENT_RUN_END, EVENT_TEST_FAIL } = Mocha.Runner.constants;

/**
 * Mocha's `dot` reporter, which also writes `{ passed, failed, failing }` to the file that `AURELIS_TEST_COUNTS` names;
 * `failing` are the files with a test that failed, from the repository's folder.
 */
export default class CountingReporter extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failing = new Set<string>();
    runner.on(EVENT_TEST_FAIL, ({ file }) => {
      if (file !== undefined) failing.add(relative(ROOT, file).replaceAll('\\', '/'));
    });
    runner.once(EVENT_RUN_END, () => {
      const { passes: passed = 0, failures: failed = 0 } = runner.stats ?? {};
      const counts = process.env.AURELIS_TEST_COUNTS;
      const result = { passed, failed, failing: [...failing] };
      if (counts !== undefined) writeFileSync(counts, JSON.stringify(result));
    });
  }
}
