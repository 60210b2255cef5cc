import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { seamShapes } from '../../../../bench/text/completions/shapes/seam.ts';
import type { TrueAnswer } from '../../../../bench/text/completions/shapes/shape.ts';
import { wrappingShapes } from '../../../../bench/text/completions/shapes/wrapping.ts';
import type { Cursor } from '../../../../server/src/completion/cursor.ts';
import { askedFactsOf, shownFactsOf } from '../../../../server/src/completion/postprocess/facts.ts';
import {
  filterGrowing,
  filterShown,
  filterWhole,
  table,
} from '../../../../server/src/completion/postprocess/filters.ts';
import { cursorBetween } from '../../../support/caret.ts';
import { filterConditionRows } from '../../../support/filterConditionRows.ts';
import { trueAnswers } from '../../../support/trueAnswers.ts';

type Row = (typeof table)[number];

const cursorAtMark = (drawn: string, languageId: string): Cursor => {
  const [before = '', after = ''] = drawn.split('▮');
  return cursorBetween(before, after, languageId);
};

const mayChange = (row: Row, text: string, cursor: Cursor): boolean => {
  if (row.when === 'growing') return row.mayChange(text, askedFactsOf(cursor));
  return row.when === 'whole' ? row.mayChange(text) : row.mayChange(text, shownFactsOf({ cursor }));
};
const changed = (row: Row, text: string, cursor: Cursor): string =>
  row.when === 'shown' ? row.filter(text, { cursor }) : row.filter(text, cursor);

/** The same as the filters of some rows make of a text, each entered; fails where a condition keeps one from a change. */
function allEntered(rows: readonly Row[], text: string, cursor: Cursor): string {
  let result = text;
  for (const row of rows) {
    const next = row.when === 'shown' && result === '' ? '' : changed(row, result, cursor);
    if (!mayChange(row, result, cursor)) {
      const { linePrefix, document } = cursor;
      assert.equal(next, result, `${row.filter.name}, ${document.languageId}, at ${linePrefix}`);
    }
    result = next;
  }
  return result;
}

const growing = table.filter(({ when }) => when === 'growing');
const whole = table.filter(({ when }) => when !== 'shown');
const shown = table.filter(({ when }) => when === 'shown');

function assertSame(text: string, cursor: Cursor): void {
  assert.equal(filterGrowing(text, cursor), allEntered(growing, text, cursor));
  assert.equal(filterWhole(text, cursor), allEntered(whole, text, cursor));
  assert.equal(filterShown(text, { cursor }), allEntered(shown, text, cursor));
}

function assertSameAtEveryCut(text: string, cursor: Cursor): void {
  for (let length = 0; length <= text.length; length++) assertSame(text.slice(0, length), cursor);
}

const placeOf = ({ prefix, suffix, languageId }: TrueAnswer): Cursor =>
  cursorBetween(prefix, suffix, languageId);

describe('conditions of filters', () => {
  for (const { filter, drawn, languageId, texts } of filterConditionRows) {
    for (const text of texts) {
      const name = `${filter}: ${JSON.stringify(text.slice(0, 40))}`;
      it(`hold for what is changed by ${name}, ${languageId} ${JSON.stringify(drawn)}`, () => {
        const one = table.find((row) => row.filter.name === filter);
        assert.ok(one !== undefined);
        const cursor = cursorAtMark(drawn, languageId);
        assert.notEqual(changed(one, text, cursor), text, 'it does not change the text');
        assert.ok(mayChange(one, text, cursor), 'its condition does not hold');
      });
    }
  }

  for (const { filter } of table) {
    it(`have a row for each: ${filter.name}`, () =>
      assert.ok(filterConditionRows.some((row) => row.filter === filter.name)));
  }

  it('are asked of those for growing texts first', () =>
    assert.deepEqual(
      table.map(({ when }) => when),
      [...growing, ...table.filter(({ when }) => when === 'whole'), ...shown].map(
        ({ when }) => when,
      ),
    ));

  for (const answer of trueAnswers) {
    const { languageId, middle } = answer;
    it(`change nothing of code: ${languageId} ${JSON.stringify(middle.slice(0, 24))}`, () =>
      assertSameAtEveryCut(middle, placeOf(answer)));
  }

  it('change nothing of code, however models give it', () => {
    const shapes = fc.constantFrom(...seamShapes, ...wrappingShapes);
    const shaped = (answer: TrueAnswer, shape: (typeof seamShapes)[number]) =>
      assertSame(shape.of(answer) ?? '', placeOf(answer));
    fc.assert(fc.property(fc.constantFrom(...trueAnswers), shapes, shaped), { numRuns: 500 });
  });

  it('change nothing of texts of pieces', () => {
    const pieces = [
      ...['a', 'foo(b);', 'x', ' ', '  ', '\n', '\n  ', '\n    ', '\n\t', ';', ',', '.', ':', '='],
      ...['(', ')', '[', ']', '{', '}', '"', "'", '`', '=>', '// ', '# ', '</b>', '<b>', 'end'],
      ...['}\n', '  }\n', 'end\n', 'foo(b);\n', 'import a\n', 'def f(a):\n', 'From a.ts:\n'],
      ...['function f() {\n', 'int f(int a)\n', 'const f = () => 1\n', 'token = "a8sKd93jfKs02l"'],
      ...['ha ha ha ha ha ha ', '\u00a0', '\r'],
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((all) => all.join(''));
    const languages = fc.constantFrom('typescript', 'python', 'ruby', 'java', 'go', 'markdown');
    const same = (before: string, after: string, one: string, languageId: string) => {
      const cursor = cursorBetween(before, after, languageId);
      for (const each of [one, one + after, before + one, one + one + one]) {
        assertSame(each, cursor);
      }
    };
    fc.assert(fc.property(text, text, text, languages, same), { numRuns: 1_500 });
  });
});

describe('plain code', () => {
  const places = ['f();\n▮\n\nconst b = 1;\n', 'const total = ▮\nuse(total);\n', 'if (a) {▮\n}\n'];
  const code = ['xs.reduce((a, x) => a + x, 0);', 'break;', 'else', 'item.price;', 'best[i] = d;'];
  for (const text of code) {
    for (const drawn of places) {
      it(`enters no filter: ${text} at ${JSON.stringify(drawn)}`, () => {
        const cursor = cursorAtMark(drawn, 'typescript');
        const entered = table.filter((row) => mayChange(row, text, cursor));
        assert.deepEqual(
          entered.map(({ filter }) => filter.name),
          [],
        );
      });
    }
  }

  it('of several lines enters only the filter of indentation', () => {
    const cursor = cursorAtMark('for (const a of b) {▮\n\nreturn sum;\n}\n', 'typescript');
    const entered = table.filter((row) => mayChange(row, '\n  sum += a.b * a.c;\n}', cursor));
    assert.deepEqual(
      entered.map(({ filter }) => filter.name),
      ['matchIndentation'],
    );
  });
});
