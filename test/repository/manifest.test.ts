import { strict as assert } from 'node:assert';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CHAT_VENDOR } from '../../server/src/protocol/messages.ts';
import { manifestGateway } from '../../server/src/settings/gatewaySchema.ts';
import { manifestConfiguration, restrictedSettings } from '../../server/src/settings/manifest.ts';
import { read } from '../../tools/imports.ts';
import { ROOT } from '../../tools/root.ts';

const manifest = JSON.parse(read('package.json'));

/** Decided setting by setting: what costs money, sends code or names a place or a store is never a folder's. */
const SCOPES: Readonly<Record<string, 'machine' | 'window'>> = {
  enable: 'window',
  endpoints: 'machine',
  'completion.enable': 'window',
  'completion.languages': 'window',
  'completion.debounceMs': 'machine',
  'completion.speculate': 'window',
  'completion.maxLines': 'window',
  'cache.memory.maxEntries': 'machine',
  'cache.memory.maxMegabytes': 'machine',
  'cache.memory.ttlSeconds': 'machine',
  'cache.memory.eviction': 'machine',
  'cache.disk.enable': 'window',
  'cache.disk.path': 'machine',
  'cache.disk.ttlSeconds': 'machine',
  'cache.disk.maxMegabytes': 'machine',
  'cache.redis.url': 'machine',
  'cache.redis.ttlSeconds': 'machine',
  'cache.redis.keyPrefix': 'machine',
  'cache.http.url': 'machine',
  'cache.http.ttlSeconds': 'machine',
  'cache.http.write': 'window',
  'cache.sharedSecretEnv': 'machine',
  'cache.similarPrompts': 'window',
  'warming.enable': 'machine',
  'requests.timeoutSeconds': 'machine',
  'routing.hedge': 'machine',
  'routing.strategy': 'machine',
  'requests.firstWordSeconds': 'machine',
  'requests.compression': 'machine',
  'requests.minTlsVersion': 'machine',
  'requests.certificatesPath': 'machine',
  'requests.concurrency': 'machine',
  'requests.queueLimit': 'machine',
  'requests.batchSize': 'machine',
  'requests.retries': 'machine',
  'limits.memoryMegabytes': 'machine',
  'actions.preview': 'machine',
  'actions.custom': 'machine',
  'tuning.enable': 'machine',
  'privacy.exclude': 'window',
  'metrics.prometheusPort': 'machine',
  'metrics.otlpUrl': 'machine',
};

type Schema = Readonly<Record<string, unknown>>;

/** The members of a schema, and of those below it, about which it says nothing. */
function undescribed(node: Schema, path: string): readonly string[] {
  const members = Object.entries((node.properties ?? {}) as Record<string, Schema>);
  const silent = members.filter(([, { description }]) => !description);
  const below = ['anyOf', 'allOf', 'oneOf'].flatMap((name) => (node[name] ?? []) as Schema[]);
  const items = [node.items, node.additionalProperties].filter((each) => typeof each === 'object');
  return [
    ...silent.map(([name]) => `${path}.${name}`),
    ...members.flatMap(([name, inner]) => undescribed(inner, `${path}.${name}`)),
    ...[...below, ...(items as Schema[])].flatMap((inner) => undescribed(inner, `${path}[]`)),
  ];
}

describe('package.json', () => {
  it('contributes the settings table (npm run manifest writes it)', () => {
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(properties, JSON.parse(JSON.stringify(manifestConfiguration())));
  });

  it('describes every member of an endpoint', () => {
    const { 'aurelis.endpoints': endpoints } = manifest.contributes.configuration.properties;
    assert.deepEqual(undescribed(endpoints, 'endpoints'), []);
  });

  it('lets a folder set what can only narrow, and restricts everything else', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations, restrictedSettings());
    const { properties } = manifest.contributes.configuration;
    const scopes = Object.entries<{ scope: string }>(properties).map(([name, { scope }]) => {
      assert.equal(restrictedConfigurations.includes(name), scope === 'machine', name);
      return [name.replace('aurelis.', ''), scope];
    });
    assert.deepEqual(Object.fromEntries(scopes), SCOPES);
  });

  it('says of folders that are not trusted, and of virtual ones, what is true', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.match(
      untrustedWorkspaces.description,
      /no model is asked and nothing is sent over the network/,
    );
    assert.equal(virtualWorkspaces.supported, 'limited');
  });

  it('declares the commands that the client registers', () => {
    const declared: { command: string }[] = manifest.contributes.commands;
    const registered = [...read('client/src/commands.ts').matchAll(/^ {2}'(aurelis\.\w+)'/gm)];
    assert.deepEqual(
      declared.map(({ command }) => command).sort(),
      registered.map(([, command]) => command).sort(),
    );
  });

  it('offers the endpoints to the chat under the vendor that the client registers', () => {
    const [provider, ...others] = manifest.contributes.languageModelChatProviders;
    assert.deepEqual([provider, others], [{ vendor: CHAT_VENDOR, displayName: 'Aurelis' }, []]);
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

describe('docs/gateway.schema.json', () => {
  const schema = JSON.parse(read('docs/gateway.schema.json'));

  it('is the schema of the configuration (npm run manifest writes it)', () => {
    assert.deepEqual(schema, JSON.parse(JSON.stringify(manifestGateway())));
  });

  it('describes every member of every object', () => {
    assert.deepEqual(undescribed(schema, ''), []);
  });
});

describe('what is built', () => {
  const limits = {
    'client.cjs': 530_000,
    'server.js': 5_000,
    // Of it the doors, what is shared and what is masked are 110 KB, code actions 110 KB, warming and tuning 30 KB, Redis without its client 15 KB, work in turns on large requests 6 KB, what servers of unnamed models say of them and refusals of requests as a whole 4 KB.
    'languageServer.js': 1_614_000,
    'gateway.js': 1_200_000,
    // Of it the kinds of files that may not be learnt are 15 KB, the forms of globs 3 KB, what is learnt first 6 KB.
    'workspaceWorker.js': 89_000,
    // Of it uPlot is 52 KB.
    'panel.js': 84_000,
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
