import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { fence, MENDED, RIGHT, result, WRONG } from '../../../support/fixedFile.ts';

const edit = (search: readonly string[], replace: readonly string[]): string =>
  ['<<<<<<< SEARCH', ...search, '=======', ...replace, '>>>>>>> REPLACE'].join('\n');

const OLD = ['        const tax = rat(order);'];
const NOW = ['        const tax = rate(order);'];
const MEND = edit(OLD, NOW);

describe('edits that search and replace', () => {
  const usable: readonly (readonly [name: string, answer: string])[] = [
    ['alone', MEND],
    ['in a fence', fence(MEND)],
    ['below the name of a file', `orders.ts\n${fence(MEND)}`],
    ['of the whole block', edit(WRONG.split('\n'), RIGHT.split('\n'))],
    ['with five signs', MEND.replaceAll(/([<=>]){7}/g, '$1$1$1$1$1')],
    ['with nine signs', MEND.replaceAll(/([<=>]){7}/g, '$1$1$1$1$1$1$1$1$1')],
    ['in small letters', MEND.toLowerCase()],
    ['as conflicts are written', MEND.replace('SEARCH', 'HEAD').replace('REPLACE', 'updated')],
    ['with bare signs', MEND.replace(' SEARCH', '').replace(' REPLACE', '')],
    ['with signs of Cline', MEND.replace('<<<<<<<', '-------').replace('>>>>>>>', '+++++++')],
    ['with a fence in each half', edit(['```ts', ...OLD, '```'], ['```ts', ...NOW, '```'])],
    [
      'with our tags in each half',
      edit(['<block>', ...OLD, '</block>'], ['<block>', ...NOW, '</block>']),
    ],
    ['in CRLF', MEND.replaceAll('\n', '\r\n')],
    ['behind thoughts', `<think>\n${MEND}\n</think>\n${MEND}`],
    ['with a token at the end', `${MEND}<|im_end|>`],
    ['in JSON', JSON.stringify({ changes: [{ old_string: OLD[0], new_string: NOW[0] }] })],
    ['as text in JSON', JSON.stringify({ edit: MEND })],
    ['beside the whole block that comes of it', `${MEND}\n${fence(RIGHT)}`],
    ['beside one that changes nothing', `${edit(['    }'], ['    }'])}\n${MEND}`],
  ];
  for (const [name, answer] of usable) {
    it(`are made ${name}`, () => assert.deepEqual(result(answer), ['sure', MENDED]));
  }

  const loose: readonly (readonly [name: string, answer: string])[] = [
    ['without indentation', edit(['const tax = rat(order);'], ['const tax = rate(order);'])],
    [
      'with tabs for blanks',
      edit(['\t\tconst tax = rat(order);'], ['\t\tconst tax = rate(order);']),
    ],
    ['with blanks at the ends', edit([`${OLD[0]}  `], [`${NOW[0]}  `])],
  ];
  for (const [name, answer] of loose) {
    it(`are shown first ${name}`, () => assert.deepEqual(result(answer), ['unsure', MENDED]));
  }

  const total = RIGHT.split('\n');
  const refusals: readonly (readonly [name: string, answer: string, why: string])[] = [
    ['without an end', MEND.replace(/\n>.*$/, ''), 'cut'],
    ['without a line between', MEND.replace('\n=======', ''), 'difference'],
    ['begun twice', `<<<<<<< SEARCH\n${MEND}`, 'difference'],
    ['ended twice', `${MEND}\n>>>>>>> REPLACE`, 'difference'],
    ['with halves behind its end', `${MEND}\n=======\nmore();\n>>>>>>> REPLACE`, 'difference'],
    [
      'of too many',
      Array.from({ length: 51 }, () => edit(['    }'], ['    }'])).join('\n'),
      'difference',
    ],
    ['that search for nothing', edit([], NOW), 'elsewhere'],
    ['that search for a blank line', edit([''], NOW), 'elsewhere'],
    [
      'that search for what is not there',
      edit(['        const tax = rat(orders);'], NOW),
      'elsewhere',
    ],
    ['that search for a part of a line', edit(['rat(order)'], ['rate(order)']), 'elsewhere'],
    ['that search beyond the block', edit(['    first() {'], ['    start() {']), 'elsewhere'],
    ['of which one is nowhere', `${MEND}\n${edit(['nothing();'], [''])}`, 'elsewhere'],
    [
      'that overlap',
      `${MEND}\n${edit([...OLD, '        return order.sum * tax;'], NOW)}`,
      'elsewhere',
    ],
    ['made twice', `${MEND}\n${MEND}`, 'elsewhere'],
    ['that put the block into itself', edit(OLD, total), 'elsewhere'],
    ['that repeat what stands below', edit(OLD, [...NOW, ...total.slice(2)]), 'elsewhere'],
    ['with tabs in one half', edit(OLD, [...NOW, '\t\tlog(tax);']), 'elsewhere'],
    ['with dots in both halves', edit([...OLD, '        ...'], [...NOW, '        ...']), 'elided'],
    ['with dots in the second half', edit(OLD, [...NOW, '        // ...']), 'elided'],
    [
      'with a comment for code',
      edit([...OLD, '        return order.sum * tax;'], ['        // as before']),
      'elided',
    ],
    [
      'that delete most',
      edit(total.map((line) => line.replace('rate(', 'rat(')).slice(0, 3), []),
      'tooLittle',
    ],
    ['with signs of a diff', edit(OLD, [`-${OLD[0]}`, `+${NOW[0]}`]), 'difference'],
    ['with unseen characters', edit(OLD, [`${NOW[0]}\u200b`]), 'hidden'],
    [
      'beside another whole block',
      `${MEND}\n${fence(RIGHT.replace('rate(', 'rats('))}`,
      'elsewhere',
    ],
  ];
  for (const [name, answer, why] of refusals) {
    it(`are refused ${name}`, () => assert.deepEqual(result(answer), ['refused', why]));
  }

  it('of too many parts are refused at once', () => {
    const parts = Array.from({ length: 20 }, () => '=======');
    const why = (answer: string) => result(answer)[1];
    assert.equal(why(edit([...OLD, ...parts], NOW)), 'difference');
    assert.equal(why(edit([...OLD, ...parts.slice(0, 19)], NOW)), 'elsewhere');
  });

  it('that are found twice are refused', () => {
    const file = 'use(a);\nlog();\nuse(b);\nlog();';
    const place = { file, first: 0, last: 3, diagnostic: 1 };
    assert.deepEqual(result(edit(['log();'], ['log(a);']), place), ['refused', 'elsewhere']);
    const once = edit(['use(b);', 'log();'], ['use(b);', 'log(b);']);
    assert.equal(result(once, place)[1], file.replace(/log\(\);$/, 'log(b);'));
  });

  it('are made in the order of the block, whatever theirs', () => {
    const file = 'one();\ntwo();\nthree();\nfour();';
    const answer = `${edit(['four();'], ['4();'])}\n${edit(['one();'], ['1();'])}`;
    const [, after] = result(answer, { file, first: 0, last: 3, diagnostic: 0 });
    assert.equal(after, '1();\ntwo();\nthree();\n4();');
  });

  it('delete with an empty second half', () => {
    const file = 'one();\ntwo();\nthree();\nfour();';
    const [, after] = result(edit(['two();'], []), { file, first: 0, last: 3, diagnostic: 1 });
    assert.equal(after, 'one();\nthree();\nfour();');
  });

  it('may say much in other words where that is wanted', () => {
    const rewrite = edit(WRONG.split('\n').slice(1, 3), [
      '        return order.sum * rate(order);',
    ]);
    const [kind, after] = result(rewrite, { intent: 'rewrite' });
    assert.equal(kind, 'sure');
    assert.match(after ?? '', /total\(order\) \{\n {8}return order\.sum \* rate\(order\);\n {4}\}/);
    const open = edit(OLD, ['        if (order) {']);
    assert.deepEqual(result(open, { intent: 'rewrite' }), ['refused', 'cut']);
  });

  it('may add comments alone where only those are wanted', () => {
    const comment = edit(
      ['    total(order) {'],
      ['    /** The sum with its tax. */', '    total(order) {'],
    );
    const [kind, after] = result(comment, { intent: 'comments' });
    assert.equal(kind, 'sure');
    assert.match(after ?? '', /\n {4}\/\*\* The sum with its tax\. \*\/\n {4}total\(/);
    assert.deepEqual(result(MEND, { intent: 'comments' }), ['refused', 'changesCode']);
  });

  it('that change nothing, and words that say so, are no change', () => {
    assert.deepEqual(result(edit(OLD, OLD)), ['unchanged']);
    for (const words of ['NO CHANGES', 'No changes are needed.', '```\nNO CHANGES\n```']) {
      assert.deepEqual(result(words), ['unchanged'], words);
    }
    assert.deepEqual(result('No changes, but rename rat.'), ['refused', 'noCode']);
  });

  it('are told from headings that look like the line between the halves, or refused', () => {
    const file = 'Install\n=======\n\nRun it.';
    const place = { file, first: 0, last: 3, diagnostic: 0, languageId: 'markdown' };
    const plain = edit(['=======', '', 'Run it.'], ['=======', '', 'Start it.']);
    assert.deepEqual(result(plain, place), ['unsure', file.replace('Run', 'Start')]);
    const both = edit(['=======', '', 'Run it.'], ['=======', '', 'Start it.', '=======']);
    assert.deepEqual(result(both, place), ['refused', 'elsewhere']);
    const wrong = edit(
      ['Install', '=======', '', 'Run that.'],
      ['Set up', '=======', '', 'Run it.'],
    );
    assert.deepEqual(result(wrong, place), ['refused', 'elsewhere']);
    // Either of two lines may be the one between the halves.
    const vague = edit(['Install', '======='], ['Set up', '=======']);
    assert.deepEqual(result(vague, place), ['refused', 'elsewhere']);
  });

  it('are told from conflicts in the code', () => {
    const conflict = ['<<<<<<< HEAD', 'one();', '=======', 'two();', '>>>>>>> theirs'];
    const file = [
      'first();',
      ...conflict,
      'last();',
      'end();',
      'end(1);',
      'end(2);',
      'end(3);',
      'end(4);',
    ].join('\n');
    const place = { file, first: 0, last: 11, diagnostic: 1 };
    const [, after] = result(edit(conflict, conflict.with(3, '2();')), place);
    assert.equal(after, file.replace('two();', '2();'));
  });

  it('are code where a block shows such edits itself', () => {
    const file = `const FORM = [\n${MEND}\n];`;
    const place = { file, first: 0, last: 6, diagnostic: 2 };
    const [kind] = result(edit(OLD, NOW), place);
    assert.equal(kind, 'refused');
    const whole = fence(file.replace('rat(', 'rats('));
    assert.equal(result(whole, place)[1], file.replace('rat(', 'rats('));
  });

  it('in JSON are code where a block has such names itself', () => {
    const file = '{\n  "search": "a",\n  "replace": "b",\n  "limit": 1\n}';
    const place = { file, first: 0, last: 4, diagnostic: 3, languageId: 'json' };
    const now = file.replace('1', '2');
    assert.equal(result(fence(now, 'json'), place)[1], now);
  });
});

/** Lines of code, of which some are alike, some look like markers or headings, and some are blank. */
const line = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^ {0,8}[a-d]{1,6}\([a-z]{0,4}\);$/) },
  { weight: 2, arbitrary: fc.constantFrom('', '}', '    }', '\t}', '  return x;', '# a', 'a = b') },
  { weight: 1, arbitrary: fc.constantFrom('=======', '<<<<<<< HEAD', '>>>>>>> theirs', '```') },
);

describe('edits by chance', () => {
  it('give the true block, or are refused', () => {
    let made = 0;
    let runs = 0;
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 14 }),
        fc.array(
          fc.record({
            from: fc.nat(13),
            size: fc.integer({ min: 1, max: 3 }),
            now: fc.array(line, { maxLength: 3 }),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        (block, changes) => {
          const placed: { first: number; end: number; now: string[] }[] = [];
          for (const { from, size, now } of changes) {
            const first = Math.min(from, block.length - 1);
            const end = Math.min(first + size, block.length);
            if (placed.every((other) => other.end <= first || end <= other.first))
              placed.push({ first, end, now });
          }
          const truth = [...block];
          for (const { first, end, now } of placed.toSorted((a, b) => b.first - a.first))
            truth.splice(first, end - first, ...now);
          const answer = placed
            .map(({ first, end, now }) => edit(block.slice(first, end), now))
            .join('\n\n');
          const place = { file: block.join('\n'), first: 0, last: block.length - 1, diagnostic: 0 };
          const [kind, after = block.join('\n')] = result(answer, place);
          runs++;
          if (kind === 'refused') return;
          made++;
          if (kind === 'unchanged') assert.equal(truth.join('\n').trim(), block.join('\n').trim());
          else assert.equal(after.trim(), truth.join('\n').trim());
        },
      ),
    );
    assert.ok(made > runs / 20, `${made} of ${runs}`);
  });
});
