import { strict as assert } from 'node:assert';
import type { ExplanationPage } from '../../../client/src/explanationPage.ts';
import { plain } from '../../../server/src/protocol/plainText.ts';
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
});
