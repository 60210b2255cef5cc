import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Shape, TrueAnswer } from '../../../../bench/text/completions/shapes/shape.ts';
import { wrappingShapes } from '../../../../bench/text/completions/shapes/wrapping.ts';
import type { Layer, Said } from '../../../../server/src/domain/wrapping/layer.ts';
import {
  type Standpoint,
  type Surroundings,
  standpointOf,
} from '../../../../server/src/domain/wrapping/standpoint.ts';
import { layers, unwrap, unwrapWith } from '../../../../server/src/domain/wrapping/unwrap.ts';
import { conditionRows } from '../../../support/conditionRows.ts';
import { trueAnswers } from '../../../support/trueAnswers.ts';
import { composed } from '../../../support/wrappedTexts.ts';

const allLayers = [...layers.around, ...layers.behind];
const nameOf = ({ apply }: Layer): string => apply.name;
const mayChange = ({ whole, growing }: Layer, { text, isOver }: Said): boolean =>
  (isOver ? whole : growing).test(text);

const surroundingsAt = (drawn: string, languageId: string): Surroundings => {
  const [before = '', after = ''] = drawn.split('▮');
  return { before, after, languageId };
};

/** The same layer, entered for every text: fails where its condition keeps it from a change. */
const entered = (layer: Layer): Layer => ({
  whole: /^/,
  growing: /^/,
  apply(said: Said, at: Standpoint): Said {
    const changed = layer.apply(said, at);
    if (!mayChange(layer, said)) {
      assert.deepEqual(changed, said, `${nameOf(layer)} at ${JSON.stringify(at.surroundings)}`);
    }
    return changed;
  },
});
const allEntered = {
  around: layers.around.map(entered),
  behind: layers.behind.map(entered),
};

function assertSame(said: Said, surroundings: Surroundings): void {
  assert.deepEqual(
    unwrapWith(layers, said, surroundings),
    unwrapWith(allEntered, said, surroundings),
    JSON.stringify({ said, surroundings }),
  );
}

function assertSameAtEveryCut(text: string, surroundings: Surroundings): void {
  for (let length = 0; length <= text.length; length++) {
    assertSame({ text: text.slice(0, length), isOver: false }, surroundings);
  }
  assertSame({ text, isOver: true }, surroundings);
}

/** Places inside of all that code may be in, in languages that write it each in their own way. */
const places: readonly Surroundings[] = [
  ...trueAnswers.map(({ prefix, suffix, languageId }) => ({
    before: prefix,
    after: suffix,
    languageId,
  })),
  ...[
    ...['const total = ▮\nuse(total);\n', 'f();\n▮\n', 'f();\n// ▮\n', '/**\n * ▮\n */\n', '/*\n▮'],
    ...["const a = '▮'", 'const a = `▮`', 'const a = "<|x|>▮"', '// <s>\nf(▮)'],
  ].map((drawn) => surroundingsAt(drawn, 'typescript')),
  surroundingsAt('el.innerHTML = "</p>";\n▮', 'javascript'),
  surroundingsAt('"""\n▮\n"""\n', 'python'),
  surroundingsAt('# ▮\n', 'python'),
  surroundingsAt('-- ▮\n', 'lua'),
  surroundingsAt('▮\n', 'clojure'),
  surroundingsAt('▮\n', 'matlab'),
  surroundingsAt('let a = ▮\n', 'ocaml'),
  surroundingsAt('<a>▮</a>\n', 'xml'),
  surroundingsAt('Words ▮\n', 'plaintext'),
];

describe('conditions of layers', () => {
  for (const { layer, isOver, drawn, languageId, texts } of conditionRows) {
    for (const text of texts) {
      const name = `${layer}: ${JSON.stringify(text.slice(0, 40))}, ${isOver ? 'over' : 'growing'}`;
      it(`hold for what is changed by ${name}, ${languageId} ${JSON.stringify(drawn)}`, () => {
        const one = allLayers.find((each) => nameOf(each) === layer);
        assert.ok(one !== undefined);
        const said = { text, isOver };
        const changed = one.apply(said, standpointOf(surroundingsAt(drawn, languageId)));
        assert.notDeepEqual(changed, said, 'it does not change the text');
        assert.ok(mayChange(one, said), 'its condition does not hold');
      });
    }
  }

  for (const layer of allLayers) {
    const { whole, growing } = layer;
    it(`say the same each time they are asked: ${nameOf(layer)}`, () => {
      for (const { global, sticky } of [whole, growing]) assert.ok(!global && !sticky);
    });

    it(`have a row for each: ${nameOf(layer)}`, () => {
      const rows = conditionRows.filter((row) => row.layer === nameOf(layer));
      assert.ok(rows.some(({ isOver }) => isOver) && rows.some(({ isOver }) => !isOver));
    });
  }

  for (const { prefix, suffix, languageId, middle } of trueAnswers) {
    it(`change nothing of code: ${languageId} ${JSON.stringify(middle.slice(0, 24))}`, () =>
      assertSameAtEveryCut(middle, { before: prefix, after: suffix, languageId }));
  }

  it('change nothing of code, however models give it', () => {
    const shapes = fc.constantFrom(...wrappingShapes);
    const wrapped = (answer: TrueAnswer, shape: Shape) => {
      const { prefix, suffix, languageId } = answer;
      const text = shape.of(answer);
      if (text === undefined) return;
      assertSameAtEveryCut(text, { before: prefix, after: suffix, languageId });
    };
    fc.assert(fc.property(fc.constantFrom(...trueAnswers), shapes, wrapped), { numRuns: 300 });
  });

  it('change nothing of texts of pieces', () => {
    fc.assert(fc.property(composed, fc.constantFrom(...places), assertSameAtEveryCut), {
      numRuns: 300,
    });
  });
});

describe('plain code', () => {
  /** The names of the layers that a text leads through. */
  function enteredBy(said: Said, surroundings: Surroundings): string[] {
    const names: string[] = [];
    const counted = (layer: Layer): Layer => ({
      ...layer,
      apply(each: Said, at: Standpoint): Said {
        names.push(nameOf(layer));
        return layer.apply(each, at);
      },
    });
    const counting = { around: layers.around.map(counted), behind: layers.behind.map(counted) };
    unwrapWith(counting, said, surroundings);
    return names;
  }

  const code = [
    'xs.reduce((a, x) => a + x, 0);',
    ...['break;', 'continue;', 'else', 'end', 'pass', 'import a from b;', 'raise a', 'return a;'],
    ...['throw a;', 'yield a;', 'items', 'item.price;', 'a)\n', 'é),'],
    '\n    sum += item.price * item.quantity;\n  }',
    'if (a.b < 3) {\n    return a.c<D>(1);\n  }\n  return [a.e];\n',
    "console.log(a);\n  // adds them all\n  log('\\n', 'b');\n\n  const b = { a: [...c] };",
    'best[i] = a / b - (c % d);',
  ];
  for (const text of code) {
    it(`enters no layer: ${JSON.stringify(text)}`, () => {
      const surroundings = surroundingsAt('f();\n▮\n', 'typescript');
      assert.deepEqual(enteredBy({ text, isOver: true }, surroundings), []);
    });
  }
});

describe('a text that is unwrapped again', () => {
  const surroundings = surroundingsAt('f();\n▮\n', 'typescript');
  const fenced = (isOver: boolean) => ({ text: '```\na(b);\n```', isOver });

  it('is what it was', () => {
    const answer = unwrap(fenced(true), surroundings);
    assert.equal(unwrap(fenced(true), surroundings), answer);
  });

  it('is another, if it has grown, is over, or stands elsewhere', () => {
    const half = { text: '```\na(b', isOver: false };
    assert.equal(unwrap(half, surroundings).text, 'a(b');
    assert.equal(unwrap({ ...half, text: '```\na(b);\n' }, surroundings).text, 'a(b);\n');
    const backtick = { text: 'a(b);`', isOver: false };
    assert.equal(unwrap(backtick, surroundings).text, 'a(b);');
    assert.equal(unwrap({ ...backtick, isOver: true }, surroundings).text, 'a(b);`');
    assert.equal(unwrap(backtick, surroundingsAt('▮', 'markdown')).text, 'a(b);`');
  });
});
