import { strict as assert } from 'node:assert';
import type { ExplanationPage } from '../../../client/src/explanationPage.ts';
import { plain } from '../../../server/src/protocol/plainText.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import {
  type ContentDouble,
  state,
  TabInputCustom,
  Uri,
  window,
} from '../../support/vscodeDouble.ts';

describe('the page of an explanation', () => {
  let page: ExplanationPage;
  let changes: number;
  beforeEach(async () => {
    state.calls = [];
    window.tabGroups.all = [];
    const { ExplanationPage } = await import('../../../client/src/explanationPage.ts');
    page = new ExplanationPage();
    changes = 0;
    content().onDidChange(() => {
      changes++;
    });
  });
  afterEach(() => page.dispose());

  const content = (): ContentDouble => {
    const found = state.contents.get('aurelis-explanation');
    assert.ok(found);
    return found;
  };
  const text = () => content().provideTextDocumentContent();

  it('opens beside the code, which keeps the focus', () => {
    page.begin(plain`What it does`);
    assert.match(text(), /^# What it does\n\n_Asking/);
    const uri = new Uri('aurelis-explanation', 'Aurelis explanation.md');
    const how = { viewColumn: -2, preserveFocus: true };
    assert.deepEqual(state.calls, [
      ['vscode.openWith', uri, 'vscode.markdown.preview.editor', how],
    ]);
  });

  it('opens again where it is, and is left alone while it grows', () => {
    const uri = new Uri('aurelis-explanation', 'x.md');
    window.tabGroups.all = [
      { viewColumn: 1, tabs: [{ input: new TabInputCustom(new Uri('file', 'a.md')) }] },
      { viewColumn: 3, tabs: [{ input: {} }, { input: new TabInputCustom(uri) }] },
    ];
    const { append, finish } = page.begin(plain`What it does`);
    append('a');
    finish({ text: 'ab' });
    assert.equal(state.calls.length, 1);
    assert.deepEqual(state.calls[0]?.at(-1), { viewColumn: 3, preserveFocus: true });
    assert.match(text(), /\n\nab$/);
    assert.ok(changes >= 2);
  });

  it('shows an answer with progress, and its end', async () => {
    const asked = page.explain(plain`What it does`, async (append) => {
      append('It ');
      assert.equal(state.progress?.title, 'Aurelis: What it does …');
      return { text: 'It **is**.' };
    });
    await asked;
    assert.equal(text(), '# What it does\n\nIt **is**.');
    assert.equal(state.progress, undefined);
  });

  /** An answer that goes on until it is stopped. */
  const endless = (title: string, stopped: string[]) =>
    page.explain(plain`${title}`, (append, token) => {
      append(`${title} so far`);
      return new Promise((_, reject) => {
        token.onCancellationRequested(() => {
          stopped.push(title);
          reject(new Error('cancelled'));
        });
      });
    });

  it('is stopped by the user, keeps what came, and says so', async () => {
    const stopped: string[] = [];
    const asked = endless('one', stopped);
    await settled();
    state.progress?.cancel();
    await asked;
    assert.deepEqual(stopped, ['one']);
    assert.match(text(), /one so far\n\n\*\*You have stopped this answer\.\*\*$/);
  });

  it('stops one that is under way for another one, which takes its place', async () => {
    const stopped: string[] = [];
    const first = endless('one', stopped);
    await settled();
    const second = page.explain(plain`two`, async () => ({ text: 'second' }));
    await Promise.all([first, second]);
    assert.deepEqual(stopped, ['one']);
    assert.equal(text(), '# two\n\nsecond');
  });

  it('says that it failed, and lets the caller know', async () => {
    const asked = page.explain(plain`What it does`, async () => {
      throw new Error('of the connection');
    });
    await assert.rejects(asked, /of the connection/);
    assert.match(text(), /\*\*Aurelis could not answer\./);
  });

  it('stops what is under way when it goes', async () => {
    const stopped: string[] = [];
    const asked = endless('one', stopped);
    await settled();
    page.dispose();
    await asked;
    assert.deepEqual(stopped, ['one']);
  });
});
