import { strict as assert } from 'node:assert';
import type { CodeAction } from 'vscode-languageserver';
import { bundle } from '../../../tools/bundle.ts';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor, type EditorFacts } from './editor.ts';
import { coc, helix, neovim, vimLsp } from './editors.ts';

const TEXT = 'function twice(value) {\n  return valu * 2;\n}\n';
const ANSWER = '```js\nfunction twice(value) {\n  return value * 2;\n}\n```';
/** Longest wait for a server process on a busy machine. */
const PATIENCE_MS = 30_000;

describe('a session as it is in', function () {
  this.timeout(2 * PATIENCE_MS);
  let upstream: ScriptedUpstream;
  let editor: Editor;
  before(() => bundle());
  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
  });
  afterEach(async () => {
    editor.dispose();
    await upstream.stop();
  });

  const start = async (facts: EditorFacts, answer: string, text = TEXT) => {
    upstream.plan = () => ({ chunks: [answer] });
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    const endpoints = [{ ...endpoint, completionApi: 'chat' }];
    editor = await Editor.open(facts, { endpoints, completion: { debounceMs: 0 } }, text);
  };
  const fixed = () =>
    waitFor('the fix', () => editor.text.includes('return value * 2;'), PATIENCE_MS);

  for (const facts of [vimLsp, helix, coc, neovim]) {
    it(`${facts.name}: a code action is applied, and nothing else is asked or said`, async () => {
      await start(facts, ANSWER);
      await editor.type('// typed');
      const [action] = await editor.actionsOn(1);
      assert.equal(action?.title, 'Fix this with Aurelis');
      await editor.choose(action as CodeAction);
      await fixed();
      await editor.close();
      assert.equal(editor.text, `${TEXT.replace('valu ', 'value ')}// typed`);
      const edit = editor.edits[0] ?? {};
      const form = facts.capabilities.workspace?.workspaceEdit?.documentChanges
        ? 'documentChanges'
        : 'changes';
      assert.deepEqual([Object.keys(edit), editor.told], [[form], []]);
    });
  }

  it('Helix: an edit has the line ends of its file', async () => {
    const answer =
      '```js\nfunction twice(value) {\n  value = Number(value);\n  return value * 2;\n}\n```';
    await start(helix, answer, TEXT.replaceAll('\n', '\r\n'));
    const [action] = await editor.actionsOn(1);
    await editor.choose(action as CodeAction);
    await fixed();
    await editor.close();
    assert.equal(editor.text.replaceAll('\r\n', '').includes('\n'), false);
  });

  for (const facts of [coc, neovim]) {
    it(`${facts.name}: a suggestion stands behind the cursor, and its text is right once taken`, async () => {
      await start(facts, 'value * 2;');
      await editor.type('  const all = ');
      const item = await editor.suggestion(1);
      assert.ok(item?.range && typeof item.insertText === 'string');
      const { start: from, end } = item.range;
      assert.deepEqual([from, end.character], [{ line: 3, character: 14 }, 14]);
      await editor.accept(item);
      await editor.close();
      assert.equal(editor.text, `${TEXT}  const all = ${item.insertText}`);
      assert.match(editor.text, /const all = value \* 2;$/);
      assert.deepEqual(editor.told, []);
    });
  }
});
