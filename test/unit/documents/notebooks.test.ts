import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Notebooks } from '../../../server/src/documents/notebooks.ts';
import { processorMs } from '../../support/processorTime.ts';

const named = (count: number, name = 'cell') =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

describe('Notebooks', () => {
  it('knows the cells above one, however they are put in, moved and taken out', () => {
    const splice = fc.record({ start: fc.nat(20), deleted: fc.nat(4), added: fc.nat(4) });
    fc.assert(
      fc.property(fc.nat(15), fc.array(splice, { maxLength: 8 }), (count, splices) => {
        const notebooks = new Notebooks();
        const expected = named(count);
        notebooks.open('book', expected);
        for (const [index, { start, deleted, added }] of splices.entries()) {
          const cells = named(added, `added${index}-`);
          notebooks.splice('book', start, deleted, cells);
          for (const gone of expected.splice(start, deleted, ...cells))
            assert.deepEqual(notebooks.cellsAbove(gone), []);
        }
        for (const [index, cell] of expected.entries())
          assert.deepEqual(notebooks.cellsAbove(cell), expected.slice(0, index));
        notebooks.close('book');
        for (const cell of expected) assert.deepEqual(notebooks.cellsAbove(cell), []);
      }),
    );
  });

  it('tells of the 200 nearest', () => {
    const notebooks = new Notebooks();
    const cells = named(1_000);
    notebooks.open('book', cells);
    assert.deepEqual(notebooks.cellsAbove('cell900'), cells.slice(700, 900));
  });

  it('finds a cell of 100,000 without looking through all of them', () => {
    const notebooks = new Notebooks();
    const cells = named(100_000);
    notebooks.open('book', cells);
    notebooks.splice('book', 0, 0, ['new']);
    // Looked through, 2,000 take 100 million comparisons.
    const ms = processorMs(() => {
      for (let index = 98_000; index < 100_000; index++) notebooks.cellsAbove(`cell${index}`);
    });
    assert.ok(ms < 500, String(ms));
  });

  it('takes 200,000 cells at once', () => {
    const notebooks = new Notebooks();
    notebooks.open('book', ['first']);
    notebooks.splice('book', 1, 0, named(200_000));
    assert.deepEqual(notebooks.cellsAbove('cell1'), ['first', 'cell0']);
  });
});
