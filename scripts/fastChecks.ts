import { bundle } from './bundle.ts';
import { installCompat } from './compat.ts';
import { type Counts, mocha, tool } from './steps.ts';
import { offerServers } from './systemPackages.ts';

/** Everything that needs no VS Code: format, lint, types, dead code, and all tests but the end-to-end ones. The package is tried unpacked. */
export function fastChecks(): Counts[] {
  offerServers();
  installCompat();
  bundle();
  return [
    tool('biome', 'check', '.'),
    tool('tsc'),
    tool('knip'),
    mocha(),
    mocha('--config', 'test/compat/.mocharc.json'),
    mocha('--config', 'test/package/.mocharc.json'),
  ];
}
