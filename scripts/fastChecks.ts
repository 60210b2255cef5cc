import { bundle } from '../tools/bundle.ts';
import { installEngine } from '../tools/localModel/installEngine.ts';
import { offerServers } from '../tools/machine/systemPackages.ts';
import { type Counts, mocha, tool } from '../tools/steps.ts';
import { installCompat } from './compat.ts';

/** Everything that needs no VS Code: format, lint, types, dead code, and all tests but the end-to-end ones. The package is tried unpacked. */
export function fastChecks(): Counts[] {
  offerServers();
  installCompat();
  installEngine();
  bundle();
  return [
    tool('biome', 'check', '.'),
    tool('tsc'),
    tool('knip'),
    mocha(),
    mocha('--config', 'test/compat/.mocharc.json'),
    mocha('--config', 'test/localModel/.mocharc.json'),
    mocha('--config', 'test/package/.mocharc.json'),
  ];
}
