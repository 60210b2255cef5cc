import { conclude, mocha } from '../tools/steps.ts';
import { namedTests, only } from '../tools/testFiles.ts';

/** `npm run unit -- FILE…`: these test files alone. */
const files = namedTests(process.argv.slice(2));
if (files.length === 0) {
  console.error('Usage: npm run unit -- FILE…, such as test/unit/base/batches.test.ts');
  process.exit(1);
}
conclude(mocha(...only(files)));
