import { strict as assert } from 'node:assert';
import { fixing, uriOf } from '../../../../bench/actions/fixAllScene.ts';

describe('the fixes that a user leaves out', () => {
  const made = (text: string, count: number) =>
    Array.from({ length: count }).reduce<string>((now) => now.replace('valu *', 'value *'), text);

  /** Has a run answered, makes so many of the edits of its first document, and tells that it was applied. */
  async function chosen(count: number, rest = '') {
    const scene = fixing([3, 1]);
    await scene.go();
    const outcome = scene.outcome();
    const text = scene.documents.get(uriOf(0))?.lines.join('\n') ?? '';
    const now = made(text, count) + rest;
    if (now !== text) scene.documents.change(uriOf(0), 2, [{ text: now }]);
    const others = scene.fixAll.applied(outcome, true);
    return {
      ...scene,
      others: others.map(({ aim }) => [aim.document.uri, aim.diagnostics[0]?.line]),
    };
  }

  it('are those whose lines are as before, and are there to be made later', async () => {
    const { others, outcome } = await chosen(2);
    assert.deepEqual(others, [
      [uriOf(0), 9],
      [uriOf(1), 1],
    ]);
    assert.deepEqual([outcome().mended, outcome().mendedBefore], [2, 2]);
  });

  it('are told from those of a document that was made whole', async () => {
    assert.deepEqual((await chosen(3)).others, [[uriOf(1), 1]]);
  });

  it('are told where the document was edited besides', async () => {
    const { others } = await chosen(2, '\n// More.');
    assert.deepEqual(others[0], [uriOf(0), 9]);
  });

  it('are none where no document has changed yet, and where nobody could choose', async () => {
    assert.deepEqual((await chosen(0)).others, []);
    const { fixAll, go, outcome } = fixing([2]);
    await go();
    assert.deepEqual(fixAll.applied(outcome()), []);
    assert.equal(outcome().mendedBefore, 2);
  });

  it('are none of a document that is closed', async () => {
    const { fixAll, go, outcome, documents } = fixing([2]);
    await go();
    const before = outcome();
    documents.close(uriOf(0));
    assert.deepEqual(fixAll.applied(before, true), []);
  });
});
