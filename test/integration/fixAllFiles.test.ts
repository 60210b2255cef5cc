import { strict as assert } from 'node:assert';
import { CancellationTokenSource, type WorkspaceEdit } from 'vscode-languageserver';
import type { FixAllResult } from '../../server/src/protocol/fixAllMessages.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { type Plan, type Received, ScriptedUpstream } from '../support/scriptedUpstream.ts';

const COUNTS = [40, 1, 30, 29];
const LINES_EACH = 4;
const uriOf = (file: number) => `file:///project/${file}.ts`;
const nameOf = (file: number, index: number) => `f${file}x${index}`;
const wrong = (name: string) => `function ${name}(value: number) {\n  return valu * 2;\n}\n`;
const NAMES = COUNTS.flatMap((count, file) =>
  Array.from({ length: count }, (_, index) => nameOf(file, index)),
);
const FAILING = new Set(NAMES.filter((_, index) => index % 10 === 9));

const CAPABILITIES = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    applyEdit: true,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
  window: { workDoneProgress: true },
};

describe('"Fix all" of many files over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;
  let edits: WorkspaceEdit[];
  let asked: string[];
  let answered: string[];
  let failing: ReadonlySet<string>;
  let [running, most] = [0, 0];
  /** Buttons that are pressed, one for each message, and the messages with their buttons. */
  let presses: (string | undefined)[];
  let said: { message: string; buttons: string[] }[];
  let isApplied: boolean;
  let waiters: { readonly isDue: () => boolean; readonly resolve: () => void }[];
  const settle = () => {
    for (const { isDue, resolve } of waiters) if (isDue()) resolve();
  };
  const until = (isDue: () => boolean) =>
    new Promise<void>((resolve) => {
      waiters.push({ isDue, resolve });
      settle();
    });

  const plan = ({ body, closed }: Received): Plan => {
    const [, name = ''] = /<block>\nfunction (\w+)/.exec(body.messages[1].content) ?? [];
    asked.push(name);
    most = Math.max(most, ++running);
    void closed.then(() => running--);
    settle();
    if (failing.has(name)) return { status: 400, headDelayMs: 5 };
    answered.push(name);
    const text = `\`\`\`ts\n${wrong(name).replace('valu *', 'value *')}\`\`\``;
    return { chunks: [text], headDelayMs: 5 };
  };

  async function start(settings: object = {}, capabilities: object = CAPABILITIES) {
    [edits, asked, answered, presses, said, waiters] = [[], [], [], [], [], []];
    [running, most, isApplied, failing] = [0, 0, true, new Set()];
    upstream = await new ScriptedUpstream(plan).start();
    const limits = { concurrency: 20 };
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm', limits };
    pair = await lspPair({
      settings: { endpoints: [endpoint], requests: { retries: 0 }, ...settings },
      capabilities: capabilities as Record<string, unknown>,
    });
    pair.client.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: isApplied };
    });
    pair.client.onRequest(
      'window/showMessageRequest',
      ({ message, actions }: { message: string; actions: { title: string }[] }) => {
        said.push({ message, buttons: actions.map(({ title }) => title) });
        settle();
        const title = presses.shift();
        return title === undefined ? null : { title };
      },
    );
    for (const [file, count] of COUNTS.entries()) {
      const names = Array.from({ length: count }, (_, index) => nameOf(file, index));
      await pair.open(uriOf(file), names.map(wrong).join('\n'));
    }
  }

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  const documents = (counts: readonly number[]) =>
    counts.map((count, file) => ({
      uri: uriOf(file),
      diagnostics: Array.from({ length: count }, (_, index) => ({
        line: index * LINES_EACH + 1,
        message: "Cannot find name 'valu'.",
        source: 'ts',
      })),
    }));
  const fixAll = (counts = COUNTS, more: object = {}, token?: CancellationTokenSource['token']) =>
    pair.client.sendRequest<FixAllResult>(
      'aurelis/fixAll',
      { id: 'a', documents: documents(counts), ...more },
      // A token that is undefined would be sent as a second parameter.
      ...(token === undefined ? [] : [token]),
    );
  const editsMade = () =>
    (edits.at(-1)?.documentChanges ?? []).map((change) =>
      'edits' in change ? [change.textDocument.uri, change.edits.length] : [],
    );

  it('mends a hundred in one edit, five at a time, over failures and a cancel', async () => {
    await start();
    failing = FAILING;
    const cancellation = new CancellationTokenSource();
    presses = ['Resume'];
    const first = fixAll(COUNTS, {}, cancellation.token);
    await until(() => asked.length >= 48);
    cancellation.cancel();
    await first.catch(() => undefined);
    await until(() => said.length === 2);
    const { message = '', buttons = [] } = said[0] ?? {};
    const [, done = ''] =
      /^Aurelis: cancelled after (\d+) of 100 problems\. Resume\?$/.exec(message) ?? [];
    assert.ok(Number(done) >= 40 && Number(done) < 50, message);
    assert.deepEqual([buttons[0], /^Apply \d+$/.test(buttons[1] ?? '')], ['Resume', true]);
    const summary =
      'Aurelis: 90 of 100 problems fixed. 10 left: the endpoint "scripted" does not accept the request (HTTP 400).';
    assert.deepEqual([said[1]?.message, said[1]?.buttons], [summary, ['Try Again']]);
    assert.deepEqual(editsMade(), [
      [uriOf(0), 36],
      [uriOf(1), 1],
      [uriOf(2), 27],
      [uriOf(3), 26],
    ]);
    assert.ok(most <= 5, String(most));

    // The failed ones alone are asked again.
    failing = new Set();
    const before = asked.length;
    const result = await fixAll(COUNTS, { resume: true });
    assert.deepEqual(result, { done: 100, left: [], isCancelled: false });
    assert.deepEqual(asked.slice(before).sort(), [...FAILING].sort());
    // What was under way at the cancel was answered to nobody: all others were asked once.
    const twice = answered.filter((name, index) => answered.indexOf(name) !== index);
    assert.ok(twice.length <= 5, twice.join());
    assert.deepEqual([...new Set(answered)].sort(), [...NAMES].sort());
    const order = asked.slice(0, 45).map((name) => NAMES.indexOf(name));
    assert.ok(
      order.every((place, index) => Math.abs(place - index) < 5),
      order.join(),
    );
  });

  it('has every fix shown before it is made, and tells of its progress', async () => {
    await start();
    const result = await fixAll([2, 1]);
    assert.deepEqual(result, { done: 3, left: [], isCancelled: false });
    const [edit] = edits;
    assert.equal(edit?.changeAnnotations?.['aurelis.fix']?.needsConfirmation, true);
    for (const change of edit?.documentChanges ?? []) {
      assert.ok('edits' in change && change.edits.every((each) => 'annotationId' in each));
    }
    assert.deepEqual(pair.messages, [
      'Aurelis: review the fixes, select those that you want, or whole files, then choose Apply.',
      'Aurelis: 3 of 3 problems fixed.',
    ]);
    const told = pair.notifications.filter(({ method }) => method === '$/progress');
    const values = told.map(({ params }) => (params as { value: { message?: string } }).value);
    assert.deepEqual(values.at(-2)?.message, '3 of 3 done');
  });

  it('has those selected that are sure where VS Code shows them, and says which were left out', async () => {
    const workspaceEdit = {
      ...CAPABILITIES.workspace.workspaceEdit,
      resourceOperations: ['create'],
    };
    const workspace = { ...CAPABILITIES.workspace, workspaceEdit };
    await start({}, { ...CAPABILITIES, workspace });
    const questions: unknown[] = [];
    // As VS Code does: edits are told of behind the answer, and before that to another question.
    pair.client.onRequest('aurelis/diagnostics', async (params) => {
      questions.push(params);
      await pair.change(
        uriOf(0),
        2,
        [wrong(nameOf(0, 0)), wrong('f').replace('valu *', '3 *')].join('\n'),
      );
      return { diagnostics: [] };
    });
    presses = [undefined];
    const result = await fixAll([2]);
    const [edit] = edits;
    assert.deepEqual(
      [edit?.changeAnnotations?.['aurelis.fix'], edit?.changeAnnotations?.['aurelis.shown']].map(
        (note) => note?.needsConfirmation,
      ),
      [false, true],
    );
    assert.deepEqual(edit?.documentChanges?.[0], {
      kind: 'create',
      uri: uriOf(0),
      options: { ignoreIfExists: true },
      annotationId: 'aurelis.shown',
    });
    assert.deepEqual(questions, [{ uri: uriOf(0), isAfterEdit: false }]);
    const reason = 'you did not select the fix';
    assert.deepEqual(result, { done: 1, left: [{ reason, count: 1 }], isCancelled: false });
    assert.deepEqual(said.at(-1), {
      message: `Aurelis: 1 of 2 problems fixed. 1 left: ${reason}.`,
      buttons: ['Apply 1'],
    });
    assert.match(pair.messages[0] ?? '', /^Aurelis: review the fixes in the Refactor Preview/);
  });

  it('makes only what is sure where an editor shows nothing first, or its user wants it so', async () => {
    await start({ actions: { preview: 'never' } });
    await fixAll([1]);
    assert.deepEqual([edits[0]?.changeAnnotations, editsMade()], [undefined, [[uriOf(0), 1]]]);
    await pair.close();
    await upstream.stop();
    const plainEdits = { ...CAPABILITIES.workspace, workspaceEdit: {} };
    await start({}, { ...CAPABILITIES, workspace: plainEdits });
    upstream.plan = () => ({ chunks: ['```ts\nreturn value * 2;\n```'] });
    const result = await fixAll([1]);
    const reason = 'the fix needs a review, and this editor cannot show a preview';
    assert.deepEqual(result.left, [{ reason, count: 1 }]);
    assert.equal(edits.length, 0);
    upstream.plan = plan;
    await pair.client.sendRequest('aurelis/cache/clear');
    await fixAll([0, 1], { id: 'b' });
    assert.deepEqual(Object.keys(edits[0]?.changes ?? {}), [uriOf(1)]);
  });

  it('applies what was done before a cancel, and again what was not applied', async () => {
    await start();
    isApplied = false;
    const cancellation = new CancellationTokenSource();
    presses = ['Apply 5'];
    upstream.plan = (received, index) =>
      index < 5 ? plan(received) : { ...plan(received), end: 'hang', chunks: [] };
    const asking = fixAll(COUNTS, {}, cancellation.token);
    await until(() => asked.length >= 10);
    cancellation.cancel();
    await asking.catch(() => undefined);
    await until(() => said.length === 2);
    assert.deepEqual(editsMade(), [[uriOf(0), 5]]);
    assert.deepEqual(said[1], {
      message: 'Aurelis: the 5 fixes were not applied.',
      buttons: ['Apply 5'],
    });
  });

  it('leaves files that are closed or excluded, and says so', async () => {
    await start({ privacy: { exclude: ['1.ts'] } });
    await pair.client.sendNotification('textDocument/didClose', {
      textDocument: { uri: uriOf(2) },
    });
    const result = await fixAll([1, 1, 1]);
    assert.deepEqual(result.left, [
      { reason: 'the file is excluded', count: 1 },
      { reason: 'the file is not open in the editor', count: 1 },
    ]);
    assert.deepEqual(asked, [nameOf(0, 0)]);
  });

  it('says why it asks no model, and lets no second run begin beside one', async () => {
    await start();
    const running = fixAll();
    await until(() => asked.length > 0);
    assert.deepEqual(await fixAll(COUNTS, { id: 'b' }), { done: 0, left: [], isCancelled: false });
    assert.match(pair.messages.join(), /is fixing other problems/);
    await running;
    for (const [settings, why] of [
      [{ enable: false }, /is turned off/],
      [{ endpoints: [] }, /no model is set up/],
    ] as const) {
      await pair.close();
      await upstream.stop();
      await start(settings);
      await fixAll([1]);
      assert.match(pair.messages.join(), why);
      assert.deepEqual(asked, []);
    }
  });
});
