import { strict as assert } from 'node:assert';
import { fence, numbered, RIGHT, result, WRONG } from '../../../support/fixedFile.ts';

describe('readAnswer refuses', () => {
  const [opening = '', fault = '', , closing = ''] = RIGHT.split('\n');
  const left = (line: string) => fence([opening, fault, line, closing].join('\n'));
  const cases: [name: string, answer: string, why: string][] = [
    ['an empty fence', '```\n```', 'empty'],
    ['nothing', '', 'empty'],
    ['blanks', ' \n ', 'empty'],
    ['a refusal', "I'm sorry, but I can't help with that.", 'declined'],
    ['a refusal in a fence', fence('I’m sorry, I cannot do that.'), 'declined'],
    ['a refusal in German', 'Es tut mir leid, das geht nicht.', 'declined'],
    ['prose', 'You should call rate here.', 'noCode'],
    ['prose in a fence', fence('You should rename the variable and run it again.'), 'noCode'],
    ['prose above the code', fence(`Here is the corrected code:\n${RIGHT}`), 'noCode'],
    ['prose below the code', fence(`${RIGHT}\nI have renamed the function.`), 'noCode'],
    ['a fence that is not closed', `\`\`\`ts\n${RIGHT}`, 'cut'],
    ['a quote and a fence that is not closed', `${fence(WRONG)}\n\`\`\`ts\n${RIGHT}`, 'cut'],
    ['a diff', fence('@@ -1,2 +1,2 @@\n-a\n+b', 'diff'), 'difference'],
    ['a diff without a header', fence(`-${fault.replace('rate', 'rat')}\n+${fault}`), 'difference'],
    [
      'a diff of new lines',
      fence(numbered(RIGHT, (index) => (index === 1 ? '+' : ' '))),
      'difference',
    ],
    [
      'search and replace without a line between',
      fence(`<<<<<<< SEARCH\n${WRONG}\n>>>>>>> REPLACE\n${RIGHT}`),
      'difference',
    ],
    ['a dots comment', left('        // ... existing code ...'), 'elided'],
    ['a dots comment in place of its end', fence(`${opening}\n${fault}\n// ...`), 'elided'],
    ['a new comment above it', fence(`// keep the rest\n// ...\nfoo();\n${RIGHT}`), 'elided'],
    ['dots', left('        ...'), 'elided'],
    ['one sign of dots', left('        …'), 'elided'],
    ['words', left('        // rest of the method'), 'elided'],
    ['a comment that says unchanged', left('        /* unchanged */'), 'elided'],
    ['JSX', left('        {/* ... */}'), 'elided'],
    ['HTML', left('        <!-- ... -->'), 'elided'],
    ['a hash', left('        # rest of the code'), 'elided'],
    ['square brackets', left('        [rest of the code unchanged]'), 'elided'],
    ['dots behind code', fence(`${opening} /* ... */\n${closing}`), 'elided'],
    ['a body of dots', fence(`    total(order) { ... }\n`), 'elided'],
    ['German words', left('        // restlicher Code unverändert'), 'elided'],
    ['Chinese words', left('        // 其余代码不变'), 'elided'],
    ['a comment in place of code', left('        // computes it'), 'elided'],
    ['a bidi override', fence(RIGHT.replace('tax', 'ta\u202ex')), 'hidden'],
    ['a zero-width blank', fence(RIGHT.replace('tax', 'ta\u200bx')), 'hidden'],
    ['a BOM', fence(RIGHT.replace('tax', '\ufefftax')), 'hidden'],
    ['NUL', fence(RIGHT.replace('tax', 'ta\0x')), 'hidden'],
    ['ESC', fence(RIGHT.replace('tax', '\u001b[1mtax')), 'hidden'],
    ['a hard blank', fence(RIGHT.replace('const tax', 'const\u00a0tax')), 'hidden'],
    ['what could not be decoded', fence(RIGHT.replace('tax', 'ta\ufffd')), 'hidden'],
    ['half a letter', fence(RIGHT.replace('tax', 'ta\ud83d')), 'hidden'],
    ['a control token in the midst', fence(RIGHT.replace('rate', '<|fim_middle|>rate')), 'hidden'],
    ['the blank of a tokenizer', fence(RIGHT.replace('const ', 'const▁')), 'hidden'],
    ['another method', fence('    first() {\n        return 1;\n    }'), 'elsewhere'],
    ['another language', fence('fn main() {\n    println!("{}", 42);\n}', 'rust'), 'tooLittle'],
    ['the block twice', fence(`${RIGHT}\n\n${RIGHT}`), 'elsewhere'],
    ['another class around it', fence(`class Other {\n${RIGHT}\n}`), 'elsewhere'],
    ['a line that is nowhere', fence('foo.bar.baz()'), 'elsewhere'],
    ['a number in front of one line', fence(RIGHT.replace('    const', '9: const')), 'noCode'],
    ['thoughts without an end', '<think>\nHm', 'cut'],
  ];
  for (const [name, answer, why] of cases) {
    it(name, () => assert.deepEqual(result(answer), ['refused', why]));
  }

  it('an answer cut by the limit', () =>
    assert.deepEqual(result(fence(RIGHT), { ending: 'length' }), ['refused', 'cut']));

  it('one that keeps too little', () => {
    const file = `f() {\n${Array.from({ length: 9 }, (_, index) => `  step${index}();`).join('\n')}\n}`;
    const kept = file.split('\n').filter((_, index) => index < 3 || index > 8);
    const place = { file, first: 0, last: 10, diagnostic: 1 };
    assert.deepEqual(result(fence(kept.join('\n')), place), ['refused', 'tooLittle']);
  });

  it('anything where there is no code', () =>
    assert.deepEqual(result(fence('a'), { first: 1, last: 1 }), ['refused', 'elsewhere']));
});
