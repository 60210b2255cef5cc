import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { manifestConfiguration, restrictedSettings } from '../server/src/settings/manifest.ts';
import { withProviderTable } from '../tools/providerTable.ts';

/** Writes the settings table into `package.json`, where VS Code wants to read it, and the providers into the README. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
manifest.contributes.configuration.properties = manifestConfiguration();
manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = restrictedSettings();
writeFileSync('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
execFileSync('node_modules/.bin/biome', ['format', '--write', 'package.json'], {
  stdio: 'inherit',
});
writeFileSync('README.md', withProviderTable(readFileSync('README.md', 'utf8')));
