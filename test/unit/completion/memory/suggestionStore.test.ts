import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { SuggestionStore } from '../../../../server/src/completion/memory/suggestionStore.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { cursorIn } from '../../../support/caret.ts';

let ids = 0;
const suggestion = (text: string) =>
  ({ id: String(++ids), text, source: 'upstream', model: 'm' }) as const;

/** Returns the rest, at one caret, of a text that was suggested at another. */
function restAt(asked: string, text: string, drawn: string): string | undefined {
  const trie = new SuggestionStore(new FakeClock());
  trie.put(cursorIn(asked).cursor, suggestion(text));
  return trie.find(cursorIn(drawn).cursor)?.rest;
}

describe('SuggestionStore', () => {
  it('keeps as much after documents were closed as before', () => {
    const trie = new SuggestionStore(new FakeClock());
    // Two of them fit, and three do not.
    const long = 'x'.repeat(3_000_000);
    for (let round = 0; round < 4; round++) {
      const { cursor } = cursorIn('a = |', { uri: `file:///${round}.ts` });
      trie.put(cursor, suggestion(long));
      trie.forget(cursor.document.uri);
    }
    trie.put(cursorIn('a = |').cursor, suggestion(long));
    trie.put(cursorIn('b = |').cursor, suggestion(long));
    assert.equal(trie.size, 2);
  });

  it('keeps an answer beside another once, however often it is given', () => {
    const trie = new SuggestionStore(new FakeClock());
    const { cursor } = cursorIn('a = |');
    trie.put(cursor, suggestion('b;'));
    for (const text of ['c;', 'c;', 'b;', 'c;']) {
      trie.put(cursor, suggestion(text), { isBeside: true });
    }
    assert.equal(trie.size, 2);
  });

  const above = Array.from({ length: 80 }, (_, index) => `line${index};\n`).join('');
  const cases: [
    name: string,
    asked: string,
    text: string,
    drawn: string,
    rest: string | undefined,
  ][] = [
    ['typing on', 'a = |', 'sum(b);', 'a = su|', 'm(b);'],
    ['typing on over line ends', 'f(|', 'a,\n  b,\n)', 'f(a,\n  b|', ',\n)'],
    ['backspace before where it began', 'a = |', 'sum(b);', 'a|', ' = sum(b);'],
    ['a blank line', 'a {\n  |', 'b();', 'a {\n|', '  b();'],
    ['a closed bracket behind the cursor', 'a = |', 'sum(b);', 'a = sum(|)', 'b);'],
    ['lines put in far above', `${above}a = |`, 'b;', `x;\n${above}a = |`, 'b;'],
    ['another text typed', 'a = |', 'sum(b);', 'a = so|', undefined],
    ['all of it typed', 'a = |', 'b;', 'a = b;|', undefined],
    ['other text above', 'x();\na = |', 'b;', 'y();\na = |', undefined],
    ['other text below', 'a = |\nb();\n', 'c;', 'a = |\nother();\n', undefined],
    ['a word more below', 'a = |\nfoo bar baz', 'c;', 'a = |\nfoo', undefined],
    [
      'a bracket that the editor put below',
      'f = |\nb();\n',
      '() => {',
      'f = () =|\n}\nb();\n',
      '> {',
    ],
    [
      'a long line above',
      `${'x'.repeat(5_000)};\na = |`,
      'b;',
      `y;\n${'x'.repeat(5_000)};\na = |`,
      undefined,
    ],
    [
      'another end of a long line above',
      `${'x'.repeat(5_000)}y\na = |`,
      'b;',
      `${'x'.repeat(5_000)}z\na = |`,
      undefined,
    ],
    [
      'other code amid a long line above',
      `${'x'.repeat(2_500)}y${'x'.repeat(2_500)}\na = |`,
      'b;',
      `${'x'.repeat(2_500)}z${'x'.repeat(2_500)}\na = |`,
      'b;',
    ],
    ['a blank line where there was code', 'a = |', 'b;', '|', undefined],
  ];
  for (const [name, asked, text, drawn, rest] of cases) {
    it(`${rest === undefined ? 'has nothing after' : 'goes on through'} ${name}`, () =>
      assert.equal(restAt(asked, text, drawn), rest));
  }

  it('keeps a suggestion through an edit below that leaves most as it was', () => {
    const below = Array.from({ length: 20 }, (_, index) => `call${index}(one, two);\n`).join('');
    const edited = below.replace('call3(one', 'call3(uno');
    assert.equal(restAt(`a = |\n${below}`, 'b;', `a = |\n${edited}`), 'b;');
  });

  it('has an undone text again, and an older one when the newer does not fit', () => {
    const trie = new SuggestionStore(new FakeClock());
    trie.put(cursorIn('a = |').cursor, suggestion('first;'));
    trie.put(cursorIn('a = s|').cursor, suggestion('econd;'));
    assert.equal(trie.find(cursorIn('a = |').cursor)?.rest, 'first;');
    assert.equal(trie.find(cursorIn('a = s|').cursor)?.rest, 'econd;');
    assert.equal(trie.find(cursorIn('a = f|').cursor)?.rest, 'irst;');
  });

  it('keeps what is there where a second answer says less, and takes one that says more', () => {
    const trie = new SuggestionStore(new FakeClock());
    const { cursor } = cursorIn('a = |');
    trie.put(cursor, suggestion('first();\nsecond();'));
    trie.put(cursor, suggestion('first();'));
    assert.equal(trie.find(cursor)?.rest, 'first();\nsecond();');
    trie.put(cursor, suggestion('first();\nsecond();\nthird();'));
    assert.equal(trie.find(cursor)?.rest, 'first();\nsecond();\nthird();');
    trie.put(cursor, suggestion('other();'));
    assert.equal(trie.find(cursor)?.rest, 'other();');
  });

  it('keeps answers over other code below beside each other, equal ones and longer ones too', () => {
    const [here, there] = ['a = |', 'a = |\nfirst();\nsecond();\nthird();'];
    for (const [one, other] of [
      ['first();', 'first();'],
      ['first();\nsecond();', 'first();'],
      ['first();', 'other();'],
    ] as const) {
      const trie = new SuggestionStore(new FakeClock());
      trie.put(cursorIn(here).cursor, suggestion(one));
      trie.put(cursorIn(there).cursor, suggestion(other));
      assert.equal(trie.find(cursorIn(there).cursor)?.rest, other);
      assert.equal(trie.find(cursorIn(here).cursor)?.rest, one);
    }
  });

  it('holds a suggestion once, as it was put last, whatever stands below by then', () => {
    const trie = new SuggestionStore(new FakeClock());
    const one = suggestion('first();');
    trie.put(cursorIn('a = |').cursor, one);
    trie.put(cursorIn('a = |\nb();\nc();').cursor, { ...one, text: 'first();\nsecond();' });
    assert.equal(trie.size, 1);
  });

  it('keeps what stands through a comment below, where little stands, and no other', () => {
    const belows = [
      ['\n    }\n  );\n});\n}\n', '\n    }\n  );\n}); // 60\n}\n'],
      ['\n}\n', '\n}\n // 60'],
      ['', '\n// 60'],
    ];
    for (const [below, edited] of belows) {
      const trie = new SuggestionStore(new FakeClock());
      const one = suggestion('b();');
      trie.put(cursorIn(`a = |${below}`).cursor, one);
      const { cursor } = cursorIn(`a = |${edited}`);
      assert.equal(trie.find(cursor), undefined);
      assert.equal(trie.find(cursor, { id: one.id, isHere: true })?.rest, 'b();');
    }
  });

  it('keeps a suggestion where an edit below pushes text out of sight', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `  aNameOfAValue${index},\n`).join('');
    // Where the cut falls matters.
    for (let length = 1; length < 40; length++) {
      const below = `${'x'.repeat(length)} = {\n${lines}`;
      const edited = below.replace('aNameOfAValue2,', 'aNameOfAValue2, // 60');
      assert.equal(restAt(`a = |\n${below}`, 'b;', `a = |\n${edited}`), 'b;', `${length}`);
    }
  });

  it('keeps documents apart', () => {
    const trie = new SuggestionStore(new FakeClock());
    trie.put(cursorIn('a = |').cursor, suggestion('b;'));
    assert.equal(trie.find(cursorIn('a = |', { uri: 'file:///other.ts' }).cursor), undefined);
  });

  it('remembers for 45 s that nothing belongs somewhere, and there alone', async () => {
    const clock = new FakeClock();
    const trie = new SuggestionStore(clock);
    trie.put(cursorIn('a = b|').cursor, suggestion(''));
    assert.equal(trie.find(cursorIn('a = b|').cursor)?.rest, '');
    assert.equal(trie.find(cursorIn('a = bc|').cursor), undefined);
    await clock.pass(45_000);
    assert.equal(trie.find(cursorIn('a = b|').cursor), undefined);
  });

  it('is bounded, and the least recently used one goes first', () => {
    const trie = new SuggestionStore(new FakeClock());
    trie.put(cursorIn('kept = |').cursor, suggestion('1;'));
    for (let index = 0; index < 10_050; index++) {
      trie.put(cursorIn(`a${index} = |`).cursor, suggestion('x;'));
      if (index % 1_000 === 0) assert.ok(trie.find(cursorIn('kept = |').cursor));
    }
    assert.equal(trie.size, 10_000);
    assert.equal(trie.find(cursorIn('a0 = |').cursor), undefined);
    assert.ok(trie.find(cursorIn('kept = |').cursor));
  });

  it('forgets a document, one suggestion, or all', () => {
    const trie = new SuggestionStore(new FakeClock());
    const { cursor } = cursorIn('a = |');
    const one = suggestion('b;');
    trie.put(cursor, one);
    trie.drop(one.id);
    assert.equal(trie.find(cursor), undefined);
    trie.put(cursor, one);
    trie.forget(cursor.document.uri);
    assert.deepEqual([trie.find(cursor), trie.size], [undefined, 0]);
    trie.put(cursor, one);
    trie.clear();
    assert.equal(trie.find(cursor), undefined);
  });

  it('gives back what was put, wherever in the text and however much of it was typed', () => {
    const code = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '(', ')', '\t', 'é', '😀') });
    fc.assert(
      fc.property(code, code, code, fc.nat(), (before, text, after, at) => {
        fc.pre(text.trim() !== '' && !before.includes('|'));
        const typed = text.slice(0, at % text.length);
        const blankTail = `${before}${typed}`.split('\n').at(-1)?.trim() === '';
        const rest = restAt(`${before}|${after}`, text, `${before}${typed}|${after}`);
        if (blankTail && typed !== '' && before.split('\n').at(-1)?.trim() !== '') return;
        if (text.slice(typed.length).trim() === '') assert.equal(rest, undefined);
        else assert.equal(rest, text.slice(typed.length));
      }),
    );
  });
});
