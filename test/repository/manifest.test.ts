import { strict as assert } from 'node:assert';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifestConfiguration, restrictedSettings } from '../../server/src/settings/manifest.ts';
import { read } from '../../tools/imports.ts';
import { ROOT } from '../../tools/root.ts';

const manifest = JSON.parse(read('package.json'));

describe('package.json', () => {
  it('contributes the settings table (npm run manifest writes it)', () => {
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(properties, JSON.parse(JSON.stringify(manifestConfiguration())));
  });

  it('restricts in untrusted workspaces, and keeps on the machine, whatever redirects keys', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations, restrictedSettings());
    assert.ok(restrictedConfigurations.includes('aurelis.endpoints'));
    for (const name of restrictedConfigurations) {
      assert.equal(manifest.contributes.configuration.properties[name].scope, 'machine');
    }
  });

  it('declares the commands that the client registers', () => {
    const declared: { command: string }[] = manifest.contributes.commands;
    const registered = [...read('client/src/commands.ts').matchAll(/^ {2}'(aurelis\.\w+)'/gm)];
    assert.deepEqual(
      declared.map(({ command }) => command).sort(),
      registered.map(([, command]) => command).sort(),
    );
  });

  it('has a walkthrough whose pictures, commands and settings exist', () => {
    const [{ id, steps }] = manifest.contributes.walkthroughs;
    assert.ok(read('client/src/commands.ts').includes(`aurelis.aurelis#${id}`));
    assert.equal(steps.length, 4);
    const commands: string[] = manifest.contributes.commands.map(
      ({ command }: { command: string }) => command,
    );
    for (const { description, media, completionEvents } of steps) {
      assert.ok(existsSync(join(ROOT, media.image)), media.image);
      const told = [description, ...completionEvents].join('\n');
      for (const [, command = ''] of told.matchAll(/ommand:(aurelis\.\w+)/g)) {
        assert.ok([...commands, 'aurelis.completionAccepted'].includes(command), command);
      }
      for (const [, name = ''] of told.matchAll(/onSettingChanged:(\S+)/g)) {
        assert.ok(manifest.contributes.configuration.properties[name], name);
      }
    }
  });

  it('pins every dependency exactly', () => {
    const versions: string[] = Object.values(manifest.devDependencies);
    assert.deepEqual(
      versions.filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)),
      [],
    );
    assert.equal(manifest.dependencies, undefined);
  });

  it('has one copy of the protocol for client and server', () => {
    const { devDependencies } = manifest;
    assert.equal(
      devDependencies['vscode-languageclient'],
      devDependencies['vscode-languageserver'],
    );
  });
});

describe('what is built', () => {
  const limits = {
    'client.cjs': 520_000,
    'server.js': 5_000,
    'languageServer.js': 1_500_000,
    'workspaceWorker.js': 60_000,
    // Of it uPlot is 50 KB.
    'panel.js': 80_000,
    'otlp.js': 100_000,
  };
  for (const [file, limit] of Object.entries(limits)) {
    it(`${file} is at most ${limit / 1000} KB`, () => {
      const path = join(ROOT, 'dist', file);
      assert.ok(existsSync(path), `dist/${file} is missing: npm run check builds it`);
      assert.ok(statSync(path).size <= limit, `${statSync(path).size} bytes`);
    });
  }
});
