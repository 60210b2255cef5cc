import { bundle } from '../tools/bundle.ts';
import { installEngine } from '../tools/localModel/installEngine.ts';
import { offerServers } from '../tools/machine/systemPackages.ts';
import { type Counts, mocha, tool } from '../tools/steps.ts';
import { only } from '../tools/testFiles.ts';
import { installCompat } from './compat.ts';

/**
 * Everything that needs no VS Code: format, lint, types, dead code, and all tests but the end-to-end ones. The package is tried unpacked. Tests of
 * units depend on no time, and run side by side; those of memory collect garbage, which takes longer where their modules are loaded, too.
 */
export function fastChecks(): Counts[] {
  offerServers();
  installCompat();
  installEngine();
  bundle();
  return [
    tool('biome', 'check', '.'),
    tool('tsc'),
    tool('knip'),
    mocha(...only(['test/unit/**/*.test.ts']), '--parallel', '--jobs', '2'),
    mocha(...only(['test/{contract,hostile,integration,repository}/**/*.test.ts'])),
    mocha('--config', 'test/compat/.mocharc.json'),
    mocha('--config', 'test/localModel/.mocharc.json'),
    mocha('--config', 'test/package/.mocharc.json'),
  ];
}
