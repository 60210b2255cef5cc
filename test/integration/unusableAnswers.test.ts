import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CodeAction,
  CodeActionRequest,
  ExecuteCommandRequest,
} from 'vscode-languageserver/node';
import type { AskedProblem, NamesResult } from '../../server/src/protocol/askedMessages.ts';
import type { CommitMessageResult } from '../../server/src/protocol/commitMessages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'const total = 1;\nuse(totl);\n';
const DIFF =
  'diff --git a/a.ts b/a.ts\nindex 1..2 100644\n--- a/a.ts\n+++ b/a.ts\n@@ -0,0 +1 @@\n+x\n';
const SORRY = 'I am sorry, I cannot do that.';

describe('an answer of no use', () => {
  let upstream: ScriptedUpstream;
  let storagePath: string;
  let says: string;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: [says] })).start();
    storagePath = mkdtempSync(join(tmpdir(), 'aurelis-storage-'));
  });
  afterEach(async () => {
    await upstream.stop();
    rmSync(storagePath, { recursive: true });
  });

  async function withServer(work: (pair: LspPair) => Promise<void>): Promise<void> {
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    const pair = await lspPair({ settings: { endpoints: [endpoint] }, storagePath });
    await pair.open(URI, TEXT);
    await work(pair);
    await pair.close();
  }
  const explained = async (pair: LspPair) => {
    const told = () =>
      pair.notifications.flatMap(({ method, params }) =>
        method === 'aurelis/explanation'
          ? [params as { isDone: boolean; text: string; problem?: string }]
          : [],
      );
    const before = told().length;
    await pair.client.sendRequest<AskedProblem | null>('aurelis/explainText', {
      uri: 'git:/project/b.ts?x',
      languageId: 'typescript',
      text: TEXT,
      first: 0,
      last: 1,
    });
    await waitFor('the end', () => told().length > before && told().at(-1)?.isDone === true);
    const last = told().at(-1);
    return last?.problem === undefined ? last?.text : '';
  };
  const message = async (pair: LspPair) => {
    const result = await pair.client.sendRequest<CommitMessageResult>('aurelis/commitMessage', {
      id: '1',
      folder: 'file:///project',
      diff: DIFF,
      isCut: false,
      subjects: [],
    });
    return 'message' in result ? result.message : '';
  };
  const names = async (pair: LspPair) => {
    const params = { uri: URI, line: 0, name: 'total' };
    const result = await pair.client.sendRequest<NamesResult>('aurelis/names', params);
    return 'names' in result ? result.names.join() : '';
  };
  const mended = async (pair: LspPair) => {
    const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 8 } };
    const offers = await pair.client.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: URI },
      range,
      context: { diagnostics: [{ range, message: "Cannot find name 'totl'", source: 'ts' }] },
    });
    const fix = (offers as CodeAction[]).find(({ title }) => /^Fix/.test(title));
    assert.ok(fix?.command);
    const { command, arguments: of = [] } = fix.command;
    const edits = pair.messages.length;
    await pair.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: of });
    return pair.messages
      .slice(edits)
      .some((text) => text.includes('changed nothing, because the model'))
      ? ''
      : 'mended';
  };
  const CASES = [
    { name: 'an explanation', run: explained, good: 'It waits.', shown: 'It waits.' },
    { name: 'a commit message', run: message, good: 'Add x', shown: 'Add x' },
    { name: 'names', run: names, good: 'sum\nwhole', shown: 'sum,whole' },
    {
      name: 'a fix',
      run: mended,
      good: '```ts\nconst total = 1;\nuse(total);\n```',
      shown: 'mended',
    },
  ];
  for (const { name, run, good, shown } of CASES) {
    it(`is not given a second time, after a restart neither: ${name}`, async () => {
      await withServer(async (pair) => {
        for (const [index, bad] of [SORRY, SORRY, ' '].entries()) {
          says = bad;
          assert.equal(await run(pair), '');
          assert.ok(upstream.received.length > index, bad);
        }
        says = SORRY;
        assert.equal(await run(pair), '');
      });
      const asked = upstream.received.length;
      await withServer(async (pair) => {
        says = good;
        assert.equal(await run(pair), shown);
        assert.equal(upstream.received.length, asked + 1);
        assert.equal(await run(pair), shown);
      });
      assert.equal(upstream.received.length, asked + 1);
    });
  }
});
