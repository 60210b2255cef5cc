import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

const { EVENT_RUN_END } = Mocha.Runner.constants;

/**
 * Mocha's `dot` reporter, which also writes `{ passed, failed }` to the file that
 * `AURELIS_TEST_COUNTS` names.
 */
export default class CountingReporter extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(EVENT_RUN_END, () => {
      const { passes: passed = 0, failures: failed = 0 } = runner.stats ?? {};
      const file = process.env.AURELIS_TEST_COUNTS;
      if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed }));
    });
  }
}
