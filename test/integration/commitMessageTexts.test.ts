import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type {
  CommitMessageParams,
  CommitMessageResult,
} from '../../server/src/protocol/commitMessages.ts';
import type { TextParams } from '../../server/src/protocol/messages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const DIFF =
  'diff --git a/a.ts b/a.ts\nindex 1..2 100644\n--- a/a.ts\n+++ b/a.ts\n@@ -1 +1 @@\n-const password = "hunter2hunter2";\n+const password = "correct-horse-9";\n';

describe('a commit message, over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;
  let texts: TextParams[];

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['Change it'] })).start();
    texts = [];
  });
  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  async function start(options: PairOptions = {}, limits = {}): Promise<void> {
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm', limits };
    pair = await lspPair({ settings: { endpoints: [endpoint] }, ...options });
    pair.client.onNotification('aurelis/text', (params: TextParams) => {
      texts.push(params);
    });
  }
  const ask = (
    changes: Partial<Record<keyof CommitMessageParams, unknown>> = {},
    token = new CancellationTokenSource().token,
  ) =>
    pair.client.sendRequest<CommitMessageResult>(
      'aurelis/commitMessage',
      { id: 'one', folder: 'file:///project', diff: DIFF, ...changes },
      token,
    );
  const problem = async (changes = {}) => {
    const result = await ask(changes);
    return 'problem' in result
      ? [result.problem.replace(/^Aurelis could not write a commit message: /, ''), result.remedy]
      : [];
  };

  it('is told in pieces while it is written, without what is around it', async () => {
    const whole = 'Change the password of the test\n\nIt was too short.';
    const answer = `<think>\nSo.\n</think>\nHere is the message:\n\`\`\`\n${whole}\n\`\`\``;
    upstream.plan = () => ({ chunks: answer.match(/.{1,7}/gs) ?? [], chunkDelayMs: 2 });
    await start();
    assert.deepEqual(await ask(), { message: whole });
    assert.ok(texts.length > 1);
    assert.deepEqual([...new Set(texts.map(({ id }) => id))], ['one']);
    assert.ok(whole.startsWith(texts.map(({ text }) => text).join('')));
  });

  it('is told to nobody who does not ask for the pieces', async () => {
    await start({ custom: [] });
    assert.deepEqual(await ask(), { message: 'Change it' });
    assert.deepEqual(texts, []);
  });

  it('hides credentials in the changes', async () => {
    await start();
    await ask();
    assert.doesNotMatch(upstream.received[0]?.text ?? '', /hunter2|correct-horse/);
  });

  it('ends when the user cancels it', async () => {
    upstream.plan = () => ({ chunks: ['Change the password of the test '], end: 'hang' });
    await start();
    const cancellation = new CancellationTokenSource();
    const asked = ask({}, cancellation.token);
    await waitFor('the first piece', () => texts.length > 0);
    cancellation.cancel();
    await assert.rejects(asked, { code: -32800 });
    await upstream.received[0]?.closed;
    assert.equal(upstream.received[0]?.aborted, true);
    assert.deepEqual(
      pair.log.filter((line) => /error/i.test(line)),
      [],
    );
  });

  it('is asked once more with half where the endpoint takes less than the one before it', async () => {
    const diff =
      DIFF.replace('@@ -1 +1 @@', '@@ -1 +1,3000 @@') + '+one more line of code\n'.repeat(2_999);
    upstream.plan = ({ body }) =>
      body.model === 'locked' ? { status: 401 } : { chunks: ['Change it'] };
    const endpoints = [
      { id: 'locked', model: 'locked', limits: { inputTokens: 3_000 } },
      { id: 'small', model: 'small', limits: { inputTokens: 1_700 } },
    ].map((each) => ({ ...each, provider: 'openai', url: upstream.url }));
    await start({ settings: { endpoints } });
    assert.deepEqual(await ask({ diff }), { message: 'Change it' });
    assert.ok((upstream.received.at(-1)?.text.length ?? 0) < 1_700 * 4);
  });

  it('says what is wrong, and what to do', async () => {
    await start({ settings: { endpoints: [] } });
    assert.deepEqual(await problem(), [
      'no model is set up for actions. Add one to `aurelis.endpoints`, then try again.',
      'endpoints',
    ]);
    await pair.close();
    await start({ initializationOptions: { custom: true, isTrusted: false } });
    assert.deepEqual(await problem(), [
      'this folder is not trusted, so no model is asked. Trust it with “Workspaces: Manage Workspace Trust”, then try again.',
      'trust',
    ]);
    await pair.close();
    await start({ settings: { enable: false } });
    assert.equal((await problem())[1], 'enable');
    await pair.close();
    await start({}, { inputTokens: 200 });
    assert.match(
      String(await problem()),
      /`limits\.inputTokens` in `aurelis\.endpoints` allows too little/,
    );
    assert.match(
      String(await problem({ diff: 'src/a.ts --- TypeScript' })),
      /git did not describe/,
    );
    assert.equal(upstream.received.length, 0);
  });

  it('tells of endpoints that do not answer', async () => {
    upstream.plan = () => ({ status: 401 });
    await start();
    assert.match(String(await problem()), /the endpoint "scripted" .*API key/);
  });

  it('is refused with wrong parameters, which are named', async () => {
    await start();
    for (const [changes, named] of [
      [{ id: 5 }, 'id'],
      [{ folder: undefined }, 'folder'],
      [{ diff: 'x'.repeat(4 * 1024 * 1024 + 1) }, 'diff'],
      [{ subjects: 'x' }, 'subjects'],
      [{ subjects: [1] }, 'subjects'],
      [{ branch: {} }, 'branch'],
      [{ hint: 1 }, 'hint'],
    ] as const) {
      await assert.rejects(ask(changes), (error: { code: number; message: string }) => {
        assert.equal(error.code, -32602);
        assert.ok(error.message.includes(named), error.message);
        return true;
      });
    }
    assert.deepEqual(await ask({ branch: null, subjects: null, hint: null }), {
      message: 'Change it',
    });
  });
});
