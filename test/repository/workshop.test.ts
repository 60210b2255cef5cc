import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEBUG_PORT } from '../../client/src/serverArguments.ts';
import { read } from '../../tools/imports.ts';
import { ROOT } from '../../tools/root.ts';

interface Launch {
  readonly compounds: readonly { readonly configurations: readonly string[] }[];
  readonly configurations: readonly {
    readonly name: string;
    readonly type: string;
    readonly request: string;
    readonly port?: number;
    readonly preLaunchTask?: string;
    readonly program?: string;
    readonly runtimeExecutable?: string;
  }[];
}
interface Tasks {
  readonly tasks: readonly {
    readonly label: string;
    readonly script?: string;
    readonly args?: readonly string[];
  }[];
}

describe('.vscode', () => {
  const { compounds, configurations }: Launch = JSON.parse(read('.vscode/launch.json'));
  const { tasks }: Tasks = JSON.parse(read('.vscode/tasks.json'));
  const { scripts } = JSON.parse(read('package.json'));

  it('runs commands that there are', () => {
    const names = tasks.flatMap(({ script, args }) => script ?? args?.[1] ?? []);
    assert.equal(names.length, tasks.length);
    for (const name of names) assert.ok(name in scripts, name);
    for (const { preLaunchTask: name } of configurations) {
      assert.ok(name === undefined || tasks.some(({ label }) => label === name), name);
    }
    for (const name of compounds.flatMap((each) => each.configurations)) {
      assert.ok(
        configurations.some((each) => each.name === name),
        name,
      );
    }
  });

  it('starts files that there are', () => {
    for (const { program, runtimeExecutable } of configurations) {
      for (const path of [program, runtimeExecutable]) {
        const file = path?.replace(/^\$\{workspaceFolder\}/, ROOT);
        assert.ok(file === undefined || existsSync(file), file);
      }
    }
    assert.ok(existsSync(join(ROOT, 'test/support/hooks.ts')));
  });

  it('attaches where the server of an extension in development listens', () => {
    const ports = configurations.filter(({ request }) => request === 'attach');
    assert.deepEqual(
      ports.map(({ port }) => port),
      [DEBUG_PORT],
    );
  });
});
