import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { manifestGateway } from '../server/src/settings/gatewaySchema.ts';
import { manifestConfiguration, restrictedSettings } from '../server/src/settings/manifest.ts';
import { withProviderTable } from '../tools/providerTable.ts';

/**
 * Writes the settings table into `package.json`, where VS Code wants to read it, the schema of the gateway's configuration into
 * `docs/`, and the providers into the README.
 */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
manifest.contributes.configuration.properties = manifestConfiguration();
manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = restrictedSettings();
writeFileSync('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
const schema = 'docs/gateway.schema.json';
writeFileSync(schema, JSON.stringify(manifestGateway()));
execFileSync('node_modules/.bin/biome', ['format', '--write', 'package.json', schema], {
  stdio: 'inherit',
});
writeFileSync('README.md', withProviderTable(readFileSync('README.md', 'utf8')));
