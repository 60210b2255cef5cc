import { strict as assert } from 'node:assert';
import { read } from '../../tools/imports.ts';
import { applied, mutantsOf } from '../../tools/mutate/mutants.ts';
import { type NamedMutant, placeOf } from '../../tools/mutate/namedMutants.ts';
import { sample } from '../../tools/mutate/sample.ts';
import { TestGraph } from '../../tools/mutate/testsOf.ts';

/** A source text with each of its mutants, as the lines read that differ. */
const linesOf = (text: string) => mutantsOf(text).map(({ line, to }) => `${line} ${to}`);

describe('the mutants of a source', () => {
  const cases: [name: string, text: string, ...mutants: string[]][] = [
    ['borders', 'if (a < b) go;', 'if (a <= b) go;'],
    ['both sides of a border', 'x = a >= b;', 'x = a > b;'],
    ['equality', 'x = a === b;', 'x = a !== b;'],
    ['connections', 'x = a && b || c;', 'x = a && b && c;', 'x = a || b || c;'],
    ['sums', 'x = a + b;', 'x = a - b;'],
    ['counts', 'a -= b;', 'a += b;'],
    ['conditions', 'if (has(a)) go;', 'if (!(has(a))) go;'],
    ['choices', 'x = isA ? b : c;', 'x = !(isA) ? b : c;'],
    ['negations', 'while (!a) go;', 'while (a) go;'],
    ['numbers', 'const A = 1_000;', 'const A = 500;', 'const A = 2000;'],
    ['parts of one', 'const A = 0.7;', 'const A = 0.35;', 'const A = 1.4;'],
    ['nothing', 'const A = 0;', 'const A = 1;'],
    ['booleans', 'x = true;', 'x = false;'],
    ['calls', 'timer?.dispose();', ';'],
    ['calls that nobody waits for', 'void go();', ';'],
    ['calls that somebody waits for', 'async () => { await go(); }', 'async () => { ; }'],
    ['calls under a condition', 'if (a === b) go();', 'if (a !== b) go();', 'if (a === b) ;'],
    ['numbers that go up', 'count++;', ';'],
    ['what stands behind other characters', "const ä = '😀' && b;", "const ä = '😀' || b;"],
  ];
  for (const [name, text, ...mutants] of cases) {
    it(`change ${name}`, () => {
      const found = linesOf(text);
      assert.deepEqual(found.toSorted(), mutants.map((mutant) => `1 ${mutant}`).toSorted());
    });
  }

  it('leave types, texts and what is not run alone', () => {
    for (const text of [
      'type A = 1 | true;',
      "x = 'a' + b;",
      'x = a + `b`;',
      "import a from 'b';",
      '// a < b',
      'class A extends B { constructor() { super(); } }',
    ]) {
      assert.deepEqual(linesOf(text), [], text);
    }
  });

  it('are where the list of chosen ones says', () => {
    const named: NamedMutant[] = JSON.parse(read('test/mutations.json'));
    for (const mutant of named) placeOf(mutant, read(mutant.file));
  });

  it('tell their line, and change nothing else', () => {
    const text = 'const a = b;\n  if (a) go(\n    1,\n  );\n';
    const [negated, dropped] = mutantsOf(text);
    assert.deepEqual([negated?.line, negated?.from], [2, 'if (a) go(']);
    assert.equal(negated && applied(text, negated), text.replace('(a)', '(!(a))'));
    assert.equal(dropped && applied(text, dropped), 'const a = b;\n  if (a) ;\n');
  });
});

describe('a named mutant', () => {
  const text = 'one();\n  two();\nthree();\n  two();\n';
  const named = { name: 'n', file: 'a.ts', becomes: '' };

  it('is where its line is, behind another one if it says so', () => {
    const place = placeOf({ ...named, line: 'two();', behind: 'three();' }, text);
    assert.equal(place.line, 4);
    assert.equal(applied(text, place), 'one();\n  two();\nthree();\n  \n');
    assert.equal(placeOf({ ...named, line: 'one();' }, text).line, 1);
  });

  it('is refused where its line is gone, or there twice', () => {
    assert.throws(() => placeOf({ ...named, line: 'four();' }, text), /no line/);
    assert.throws(() => placeOf({ ...named, line: 'two();' }, text), /more than once/);
  });
});

describe('a sample', () => {
  it('is the same for the same seed, in order, and no larger than what there is', () => {
    const all = Array.from({ length: 50 }, (_, index) => index);
    const chosen = sample(all, 5, 7);
    assert.deepEqual(sample(all, 5, 7), chosen);
    assert.notDeepEqual(sample(all, 5, 8), chosen);
    assert.deepEqual(
      chosen.toSorted((one, other) => one - other),
      chosen,
    );
    assert.deepEqual(sample(all, 99, 7), all);
  });
});

describe('the tests of a source', () => {
  it('are those that import it, the nearest first', () => {
    const imports = [
      ['far.test.ts', 'b.ts'],
      ['b.ts', 'a.ts'],
      ['near.test.ts', 'a.ts'],
      ['other.test.ts', 'c.ts'],
    ].map(([from = '', to = '']) => ({ from, to, isPackage: false }));
    assert.deepEqual(new TestGraph(imports).testsOf('a.ts'), ['near.test.ts', 'far.test.ts']);
  });

  it('run it: an import of its types alone is none', () => {
    assert.ok(new TestGraph().testsOf('server/src/base/clock.ts').length > 0);
    assert.deepEqual(new TestGraph().testsOf('server/src/base/observer.ts'), []);
  });
});
