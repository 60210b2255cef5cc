import { strict as assert } from 'node:assert';
import type { FixAllParams, FixAllResult } from '../../../server/src/protocol/fixAllMessages.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import {
  closedDocuments,
  DiagnosticSeverity,
  state,
  Uri,
  window,
  workspace,
} from '../../support/vscodeDouble.ts';

const { Error: ERROR, Warning, Information } = DiagnosticSeverity;
const problem = (line: number, more: object = {}) => ({
  severity: ERROR,
  message: 'wrong',
  range: { start: { line } },
  ...more,
});

describe('the command that fixes all problems', () => {
  let asked: FixAllParams[];
  let result: FixAllResult;

  beforeEach(() => {
    asked = [];
    result = { done: 1, left: [], isCancelled: false };
    for (const list of [state.opened, state.messages, state.offered, state.chosen, state.calls])
      list.length = 0;
    workspace.isTrusted = true;
    workspace.workspaceFolders = [{ uri: Uri.file('/project') }];
    window.activeTextEditor = undefined;
    state.diagnostics = [
      [Uri.file('/project/src/b.ts'), [problem(4), problem(2, { severity: Warning })]],
      [Uri.file('/project/a.ts'), [problem(1), problem(9, { severity: Information })]],
      [Uri.file('/project/other/c.ts'), [problem(3)]],
      [Uri.file('/project/fine.ts'), [problem(0, { severity: Information })]],
      [new Uri('git', '/project/a.ts'), [problem(1)]],
    ];
  });
  after(() => {
    state.diagnostics = [];
    window.activeTextEditor = undefined;
    workspace.isTrusted = true;
  });

  async function run(argument?: unknown, selected?: unknown): Promise<string[]> {
    const { fixAll } = await import('../../../client/src/fixAll.ts');
    const client = {
      fixAll: async (params: FixAllParams) => {
        asked.push(params);
        return result;
      },
    };
    await fixAll(client, argument, selected);
    return (asked.at(-1)?.documents ?? []).map(({ uri }) => uri);
  }
  const uris = (...paths: string[]) => paths.map((path) => String(Uri.file(path)));

  it('takes the errors and warnings of what the explorer clicked on, and opens these files', async () => {
    assert.deepEqual(await run(Uri.file('/project/src')), uris('/project/src/b.ts'));
    assert.deepEqual(state.opened, ['/project/src/b.ts']);
    assert.deepEqual(
      asked[0]?.documents[0]?.diagnostics.map(({ line }) => line),
      [4, 2],
    );
    assert.deepEqual(state.offered, []);
  });

  it('takes all files and folders that are selected, in the order of their paths, each once', async () => {
    const selected = ['/project/src', '/project/a.ts', '/project/src/b.ts'].map((path) =>
      Uri.file(path),
    );
    const both = uris('/project/a.ts', '/project/src/b.ts');
    assert.deepEqual(await run(selected[0], selected), both);
    assert.deepEqual(await run(selected[0], [selected[1], 'no place']), both);
  });

  it('asks where, elsewhere', async () => {
    window.activeTextEditor = { document: { uri: Uri.file('/project/a.ts') } };
    state.chosen = ['This file'];
    assert.deepEqual(await run(), uris('/project/a.ts'));
    assert.deepEqual(
      state.offered[0]?.map(({ label, description }) => [label, description]),
      [
        ['This file', '1 problem'],
        ['A folder…', undefined],
        ['The workspace', '4 problems'],
      ],
    );
    state.chosen = ['A folder…', 'src'];
    assert.deepEqual(await run(), uris('/project/src/b.ts'));
    state.chosen = ['The workspace'];
    assert.equal((await run()).length, 3);
    assert.deepEqual([asked[0]?.id === asked[1]?.id, asked.length], [false, 3]);
  });

  it('asks nobody where the user chooses nothing, where there is nothing, and where no folder is trusted', async () => {
    await run();
    state.chosen = ['A folder…'];
    await run();
    assert.deepEqual(state.messages, []);
    await run(Uri.file('/project/fine.ts'));
    state.diagnostics = [];
    await run();
    assert.deepEqual(
      state.messages,
      Array(2).fill('Aurelis: there are no errors and no warnings to fix here.'),
    );
    workspace.isTrusted = false;
    await run(Uri.file('/project/a.ts'));
    assert.match(state.messages.at(-1) ?? '', /not trusted/);
    assert.deepEqual([asked, state.opened], [[], []]);
  });

  it('tells what tools say, within bounds', async () => {
    const long = 'x'.repeat(2_000);
    state.diagnostics = [
      [
        Uri.file('/project/a.ts'),
        [
          problem(1, { source: long, code: { value: 2304 } }),
          ...Array.from({ length: 1_500 }, (_, line) => problem(line, { code: long })),
        ],
      ],
    ];
    await run(Uri.file('/project'));
    const told = asked[0]?.documents[0]?.diagnostics ?? [];
    assert.equal(told.length, 1_000);
    assert.deepEqual(told[0], {
      line: 1,
      message: 'wrong',
      source: 'x'.repeat(1_000),
      code: '2304',
    });
    assert.equal(told[1]?.code?.length, 1_000);
  });

  it('takes the first two hundred files, and says so', async () => {
    state.diagnostics = Array.from({ length: 205 }, (_, index) => [
      Uri.file(`/project/${index}.ts`),
      [problem(0)],
    ]);
    assert.equal((await run(Uri.file('/project'))).length, 200);
    assert.match(state.messages[0] ?? '', /the first 200 of 205 files/);
  });

  it('keeps files open while the run can be gone on with', async () => {
    const openedAgain = async () => {
      state.opened.length = 0;
      closedDocuments.fire({ uri: Uri.file('/project/a.ts') });
      await settled();
      return state.opened.length;
    };
    const file = Uri.file('/project/a.ts');
    result = { done: 0, left: [{ reason: 'no', count: 1 }], isCancelled: false };
    await run(file);
    assert.equal(await openedAgain(), 1);
    result = { done: 0, left: [], isCancelled: true };
    await run(file);
    assert.equal(await openedAgain(), 1);
    result = { done: 1, left: [], isCancelled: false };
    await run(file);
    assert.equal(await openedAgain(), 0);
  });
});
