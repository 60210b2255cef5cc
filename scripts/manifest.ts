import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { manifestConfiguration, restrictedSettings } from '../server/src/protocol/manifest.ts';

/** Writes the settings table into `package.json`, where VS Code wants to read it. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
manifest.contributes.configuration.properties = manifestConfiguration();
manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = restrictedSettings();
writeFileSync('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
execFileSync('node_modules/.bin/biome', ['format', '--write', 'package.json'], {
  stdio: 'inherit',
});
