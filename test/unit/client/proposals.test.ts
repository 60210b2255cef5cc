import { strict as assert } from 'node:assert';
import type { Proposals } from '../../../client/src/proposals.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import {
  CancellationTokenSource,
  state,
  TabInputTextDiff,
  tabs,
  Uri,
  window,
} from '../../support/vscodeDouble.ts';

describe('a change that is proposed', () => {
  let proposals: Proposals;
  let source: CancellationTokenSource;
  const params = { uri: 'file:///a.ts', title: 'Simplify', text: 'let b;' };

  beforeEach(async () => {
    const module = await import('../../../client/src/proposals.ts');
    proposals = new module.Proposals();
    source = new CancellationTokenSource();
    state.calls.length = 0;
  });
  afterEach(() => {
    state.broken.clear();
    window.tabGroups.activeTabGroup.activeTab = undefined;
    proposals.dispose();
  });

  /** Shows one; resolves with the diff's sides once it is open. */
  const show = async () => {
    const choice = proposals.show(params, source.token as never);
    await settled();
    const [, original, modified] = (state.calls[0] ?? []) as [string, Uri, Uri];
    return { choice, original, modified };
  };

  it('is shown beside the file as it is, under its text', async () => {
    const { choice, original, modified } = await show();
    assert.equal(String(original), String(Uri.parse(params.uri)));
    assert.equal(
      state.contents.get(modified.scheme)?.provideTextDocumentContent(modified),
      'let b;',
    );
    proposals.choose('apply', modified);
    assert.deepEqual(await choice, { choice: 'apply' });
    assert.equal(state.contents.get(modified.scheme)?.provideTextDocumentContent(modified), '');
  });

  it('is meant by a menu that hands over its other side, or none', async () => {
    for (const argument of [Uri.parse(params.uri), undefined]) {
      state.calls.length = 0;
      const { choice, original, modified } = await show();
      const input = new TabInputTextDiff(original, modified);
      window.tabGroups.activeTabGroup.activeTab = { input };
      proposals.choose('regenerate', argument);
      assert.deepEqual(await choice, { choice: 'regenerate' });
    }
  });

  it('is discarded when its view is closed, when it is called off, and when all goes', async () => {
    const first = await show();
    tabs.fire({ closed: [{ input: new TabInputTextDiff(first.original, first.modified) }] });
    assert.deepEqual(await first.choice, { choice: 'discard' });
    const second = await show();
    source.cancel();
    assert.deepEqual(await second.choice, { choice: 'discard' });
    source = new CancellationTokenSource();
    const third = await show();
    proposals.dispose();
    assert.deepEqual(await third.choice, { choice: 'discard' });
  });

  it('is discarded where it cannot be shown', async () => {
    state.broken.add('aurelis-proposal');
    const { choice } = await show();
    assert.deepEqual(await choice, { choice: 'discard' });
  });
});
