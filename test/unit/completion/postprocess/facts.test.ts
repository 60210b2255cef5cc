import { strict as assert } from 'node:assert';
import type { Cursor } from '../../../../server/src/completion/cursor.ts';
import {
  filterGrowing,
  filterShown,
} from '../../../../server/src/completion/postprocess/filters.ts';
import { fitAgain } from '../../../../server/src/completion/postprocess/index.ts';
import { matchIndentation } from '../../../../server/src/completion/postprocess/matchIndentation.ts';
import { Seam, seamOf } from '../../../../server/src/completion/postprocess/seam.ts';
import { marksOf } from '../../../../server/src/completion/syntax/marks.ts';
import { cursorIn } from '../../../support/caret.ts';

describe('what is known of a place', () => {
  /** A cursor, and how often the lines of its document were read. */
  function counted(drawn: string): { cursor: Cursor; again: () => Cursor; reads: () => number } {
    const { cursor } = cursorIn(drawn);
    let count = 0;
    const document = Object.create(cursor.document, {
      lines: {
        get: () => {
          count++;
          return cursor.document.lines;
        },
      },
    });
    const again = () => ({ ...cursor, document });
    return { cursor: again(), again, reads: () => count };
  }
  const drawn = 'if (a) {\n  b();\n}\nif (c) {|\n}\n';

  it('is found out once for all that is filtered there', () => {
    const { cursor, reads } = counted(drawn);
    filterGrowing('d', cursor);
    filterShown('d', { cursor });
    const before = reads();
    filterGrowing('d;', cursor);
    filterShown('d;', { cursor });
    assert.equal(reads(), before);
  });

  it('is how its lines are indented', () => {
    const { cursor, reads } = counted(drawn);
    matchIndentation('\n  d();', cursor);
    const before = reads();
    matchIndentation('\n  d();\n}', cursor);
    assert.equal(reads(), before);
  });

  it('is that the document has tabs and blanks, for all of its places', () => {
    const { again, reads } = counted(drawn);
    const readsFor = (text: string) => {
      const before = reads();
      matchIndentation(text, again());
      return reads() - before;
    };
    const first = readsFor('\n\td();');
    assert.equal(readsFor('\n\td();'), readsFor('\n  d();'));
    assert.ok(first > readsFor('\n\td();'));
  });

  it('is the seam', () => {
    const { cursor, again } = counted('f(|);\n');
    assert.equal(seamOf(cursor), seamOf(cursor));
    assert.notEqual(seamOf(cursor), seamOf(again()));
  });

  it('is what a text opens, as long as no other is read', () => {
    let reads = 0;
    const get = () => {
      reads++;
      return '"';
    };
    const marks = Object.create(marksOf('typescript'), { quotes: { get } });
    const seam = new Seam('f(', ')', marks);
    const readsFor = (text: string) => {
      const before = reads;
      assert.equal(seam.leavesOpen(text), text === 'a(');
      return reads - before;
    };
    assert.ok(readsFor('a(') > 0);
    assert.equal(readsFor('a('), 0);
    assert.ok(readsFor('a') > 0);
  });

  it('is what was fitted there last, as long as nothing else is', () => {
    const { cursor } = counted('f(|);\n');
    const fitted = fitAgain('a);', { cursor });
    assert.equal(fitAgain('a);', { cursor }), fitted);
    assert.equal(fitAgain('b);', { cursor }).text, 'b);'.slice(0, fitted.text.length));
    assert.deepEqual(fitAgain('a);', { cursor }), fitted);
  });

  it('is what was filtered there last, as long as nothing else is', () => {
    const { cursor, reads } = counted('g();\nconst a = 1;\n|\nuse(total);\n}\n');
    const again = 'const a = 1;\nb();';
    const echo = 'a();\nuse(total);\n}';
    const filter = () => [filterGrowing(again, cursor), filterShown(echo, { cursor })];
    const first = filter();
    assert.deepEqual(first, ['b();', 'a();']);
    const before = reads();
    assert.deepEqual(filter(), first);
    assert.equal(reads(), before);
    assert.equal(filterGrowing('c();', cursor), 'c();');
    assert.equal(filterShown('c();', { cursor }), 'c();');
    assert.deepEqual(filter(), first);
  });
});
