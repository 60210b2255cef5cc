import { build } from './build.ts';
import { type Counts, mocha, tool } from './steps.ts';

/** Everything that needs no VS Code: format, lint, types, dead code, and all tests but the end-to-end ones. */
export function fastChecks(): Counts[] {
  build();
  return [tool('biome', 'check', '.'), tool('tsc'), tool('knip'), mocha()];
}
