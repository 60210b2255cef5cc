import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import { type Counts, mocha, tell } from '../../tools/steps.ts';
import { runInHost } from './host/run.ts';
import { testEditor } from './testEditor.ts';

/**
 * The end-to-end suites: mocha inside the extension host, and a browser that types as a person does. Both install the package.
 * A VS Code that cannot be had or started is a failure, never a reason to skip.
 */
export async function endToEnd(prepare: () => unknown = testEditor): Promise<Counts[]> {
  const began = performance.now();
  try {
    prepare();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    tell('VS Code for the end-to-end suites', false, began);
    return [{ passed: 0, failed: 1 }];
  }
  const host = await runInHost();
  return [host, inBrowser()];
}

/** More files than this are no accident of a busy machine. */
const MAX_TRIED_AGAIN = 2;

/**
 * The suites in the browser. A file that fails is tried once more in an editor of its own, and named: the machine may have
 * been too busy for a real editor's deadlines. What fails again has failed.
 */
function inBrowser(): Counts {
  const first = mocha('--config', join(ROOT, 'test/e2e/.mocharc.json'));
  const again = first.failing ?? [];
  if (again.length === 0 || again.length > MAX_TRIED_AGAIN) return first;
  const second = mocha(...WITHOUT_CONFIGURATION, ...again);
  if (second.failed === 0) console.log(`UNSTABLE: ${again.join(', ')} failed, and passed again`);
  return {
    passed: first.passed + Math.min(first.failed, second.passed),
    failed: second.failed,
    failing: second.failing ?? [],
  };
}

/** The configuration names all files; these options are the rest of it. */
const WITHOUT_CONFIGURATION = [
  '--no-config',
  '--extension=ts',
  '--reporter=test/support/countingReporter.ts',
  '--timeout=120000',
];
