import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { method, serverCommand } from '../../server/src/protocol/messages.ts';
import { settingsTable } from '../../server/src/settings/settingsTable.ts';
import { read, sourceFiles } from '../../tools/imports.ts';
import { ROOT } from '../../tools/root.ts';
import { aSnapshot } from '../../tools/testing/snapshots.ts';

describe('docs/protocol.md', () => {
  const page = read('docs/protocol.md');

  it('describes every custom method, and no other', () => {
    const told = [...page.matchAll(/^### `(aurelis\/[\w/]+)`/gm)].map(([, name]) => name);
    assert.deepEqual(told.sort(), Object.values(method).sort());
  });

  it('describes every server command, and no other', () => {
    const told = [...page.matchAll(/^### `(aurelis\.\w+)`/gm)].map(([, name]) => name);
    assert.deepEqual(told.sort(), Object.values(serverCommand).sort());
  });

  it('names every part of the snapshot', () => {
    for (const part of Object.keys(aSnapshot())) assert.ok(page.includes(`\`${part}\``), part);
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('names only commands that exist, and all of them', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const told = [...readme.matchAll(/`npm (?:run )?([\w-]+)/g)].map(([, name]) => name ?? '');
    for (const name of told) assert.ok(['ci', 'install'].includes(name) || scripts[name], name);
    for (const name of ['start', 'test', 'check', 'bench', 'complete', 'package']) {
      assert.ok(told.includes(name), `README says nothing of ${name}`);
    }
  });

  it('names every setting with its default, and no other', () => {
    const told = [...readme.matchAll(/^\| `aurelis\.([\w.]+)` \| `(.*?)` \|/gm)];
    const defaults = told.map(([, name = '', value = '']) => [name, JSON.parse(value)]);
    const expected = Object.entries(settingsTable).map(([name, { fallback }]) => [name, fallback]);
    assert.deepEqual(Object.fromEntries(defaults), Object.fromEntries(expected));
  });

  it('shows endpoint recipes that the parser takes', async () => {
    const { parseSettings } = await import('../../server/src/settings/settings.ts');
    const recipes = [...readme.matchAll(/```jsonc?\n([\s\S]*?)```/g)].map(([, json]) =>
      JSON.parse(json ?? ''),
    );
    const withEndpoints = recipes.filter((recipe) => 'aurelis.endpoints' in recipe);
    assert.ok(withEndpoints.length >= 2);
    for (const recipe of withEndpoints) {
      const { settings, problems } = parseSettings({ endpoints: recipe['aurelis.endpoints'] });
      assert.deepEqual(problems, []);
      assert.equal(settings.endpoints.length, recipe['aurelis.endpoints'].length);
    }
  });
});

describe('every page', () => {
  for (const page of sourceFiles('{*.md,docs/**/*.md,examples/**/*.md}')) {
    it(`${page} has no dead link and names no machine`, () => {
      const text = read(page);
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#|command:)([^)#]+)/g)) {
        assert.ok(existsSync(join(ROOT, page, '..', target)), target);
      }
      assert.doesNotMatch(text, /(?:^|[\s`(])\/(?:tmp|work|root|home)\//);
    });
  }
});
