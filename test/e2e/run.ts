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
  return [host, mocha('--config', join(ROOT, 'test/e2e/.mocharc.json'))];
}
