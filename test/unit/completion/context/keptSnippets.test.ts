import { strict as assert } from 'node:assert';
import { rechosen } from '../../../../server/src/completion/context/keptSnippets.ts';
import type { Chosen } from '../../../../server/src/completion/context/ranking.ts';
import { LiveDocument } from '../../../../server/src/documents/liveDocument.ts';

/** A block of ten characters of a file with such a name, unless it says otherwise. */
const block = (name: string, score: number, length = 10): Chosen => ({
  document: LiveDocument.create(`file:///${name}`, 'typescript', 0, ''),
  block: { start: 0, end: 1, words: new Set(), print: 1 },
  name,
  text: 'x'.repeat(length),
  score,
});

/** The names after another choice; `scores` are those of all that says anything now. */
const chosen = (before: Chosen[], wanted: Chosen[], rest: Chosen[] = [], length = 30): string =>
  rechosen(before, wanted, [...wanted, ...rest], length)
    .map(({ name }) => name)
    .join('');

describe('rechosen', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => block(name, 0.4)) as [
    Chosen,
    Chosen,
    Chosen,
    Chosen,
  ];

  it('puts the most helpful last, where nothing was chosen before', () => {
    assert.equal(chosen([], [a, b, c]), 'cba');
  });

  it('leaves what was chosen where it is, however it ranks now, and puts what is new behind', () => {
    assert.equal(chosen([a, b], [b, c, a]), 'abc');
    assert.equal(chosen([b, a], [], [a, b]), 'ba');
  });

  it('drops what says nothing about the place any more', () => {
    assert.equal(chosen([a, b, c], [c, d], [a]), 'acd');
  });

  it('drops the weakest for what is twice as good and has no room, and no other', () => {
    const full = [block('a', 0.3), block('b', 0.2), block('c', 0.25)];
    assert.equal(chosen(full, [block('d', 0.4)], full), 'acd');
    assert.equal(chosen(full, [block('d', 0.39)], full), 'abc');
    // Two go where one is not enough.
    assert.equal(chosen(full, [block('d', 0.6, 20)], full), 'ad');
    assert.equal(chosen(full, [block('d', 0.49, 20)], full), 'abc');
  });

  it('drops nothing that is wanted itself, and takes nothing that has no room at all', () => {
    assert.equal(chosen([a, b, c], [d, c, b, a]), 'abc');
    assert.equal(chosen([a], [block('d', 9, 40)], [a]), 'a');
  });

  it('takes a block that changed for another one', () => {
    const changed = { ...a, block: { ...a.block, print: 2 } };
    assert.equal(chosen([a, b], [changed, b]), 'ba');
  });
});
