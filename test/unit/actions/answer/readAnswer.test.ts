import { strict as assert } from 'node:assert';
import {
  dedent,
  fence,
  MENDED,
  numbered,
  RIGHT,
  result,
  WRONG,
} from '../../../support/fixedFile.ts';
import { processorMs } from '../../../support/processorTime.ts';

describe('readAnswer', () => {
  describe('takes the right block at once, however it is put', () => {
    const shapes: [name: string, answer: string][] = [
      ['whole', fence(RIGHT)],
      ['without its base indentation', fence(dedent(RIGHT, '    '))],
      ['with its first line at the margin', fence(RIGHT.trimStart())],
      ['deeper', fence(RIGHT.replaceAll(/^/gm, '    '))],
      ['by tabs', fence(RIGHT.replaceAll('    ', '\t'))],
      ['by two blanks', fence(RIGHT.replaceAll('    ', '  '))],
      ['by two blanks, without base', fence(dedent(RIGHT, '    ').replaceAll('    ', '  '))],
      ['in our tags', fence(`<block>\n${RIGHT}\n</block>`)],
      ['in our tags, on the lines themselves', fence(`<block>${RIGHT}</block>`)],
      ['in our tags alone', `<block>\n${RIGHT}\n</block>`],
      ['numbered 1:', fence(numbered(RIGHT, (index) => `${index + 1}: `))],
      ['numbered 12 |', fence(numbered(RIGHT, (index) => `${index + 8} | `))],
      ['numbered 12→', fence(numbered(RIGHT, (index) => `   ${index + 8}→`))],
      ['numbered by a tab', fence(numbered(RIGHT, (index) => `${index + 8}\t`))],
      ['in four backticks', fence(RIGHT, '', '````')],
      ['in tildes', fence(RIGHT, '', '~~~')],
      ['in an indented fence', fence(RIGHT).replaceAll(/^/gm, '   ')],
      ['with an info string', fence(RIGHT, 'ts title="a.ts" {1}')],
      ['with prose around', `Sure, here it is:\n\n${fence(RIGHT)}\n\nI fixed the name.`],
      ['behind a quote of the fault', `Before:\n${fence(WRONG)}\nAfter:\n${fence(RIGHT)}`],
      ['before a quote of the fault', `${fence(RIGHT)}\nIt was:\n${fence(WRONG)}`],
      ['behind thoughts', `<think>\n${fence('x')}\n</think>\n${fence(RIGHT)}`],
      ['behind thoughts that only end', `Hm. ${fence('x')}\n</think>\n${fence(RIGHT)}`],
      ['behind other thoughts', `[THINK]a[/THINK]${fence(RIGHT)}`],
      [
        'in a channel',
        `<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>${fence(RIGHT)}`,
      ],
      ['with CRLF', fence(RIGHT).replaceAll('\n', '\r\n')],
      ['with control tokens at the ends', `<|im_start|>assistant\n${fence(RIGHT)}<|im_end|>\n</s>`],
      ['with a control token in the fence', fence(`${RIGHT}<|eot_id|>`)],
      ['as JSON', JSON.stringify({ why: 'a typo', code: RIGHT })],
      ['as JSON in a fence', fence(JSON.stringify({ code: RIGHT }), 'json')],
      [
        'as the call of a tool',
        `<tool_call>{"name":"edit","arguments":${JSON.stringify(JSON.stringify({ text: RIGHT }))}}</tool_call>`,
      ],
      ['as JSON with a fence inside', JSON.stringify({ answer: fence(RIGHT) })],
      ['in <code>', `<code>\n${RIGHT}\n</code>`],
      ['in <pre><code>', `<pre><code class="ts">\n${RIGHT}\n</code></pre>`],
      ['without a fence', RIGHT],
      ['with blank lines around', fence(`\n\n${RIGHT}\n\n`)],
      ['with blanks behind its lines', fence(RIGHT.replaceAll(/$/gm, '  '))],
    ];
    for (const [name, answer] of shapes) {
      it(name, () => assert.deepEqual(result(answer), ['sure', MENDED]));
    }
  });

  describe('shows first what it is not sure of', () => {
    const shapes: [name: string, answer: string][] = [
      ['the corrected line only', fence('        const tax = rate(order);')],
      ['the corrected line only, at the margin', fence('const tax = rate(order);')],
      ['the corrected line and its neighbour', fence(RIGHT.split('\n').slice(1, 3).join('\n'))],
      ['the whole file', fence(MENDED)],
      ['the class', fence(MENDED.split('\n').slice(2).join('\n'))],
      ['words for what is around it', fence(`// ... existing code ...\n${RIGHT}\n\n    // ...`)],
      ['dots above it', fence(`...\n\n${RIGHT}`)],
      ['three lines on either side', fence(MENDED.split('\n').slice(4, 14).join('\n'))],
    ];
    for (const [name, answer] of shapes) {
      it(name, () => assert.deepEqual(result(answer), ['unsure', MENDED]));
    }

    const doubtful: [name: string, block: string][] = [
      ['a change far from the diagnostic', RIGHT.replace('order.sum', 'order.all')],
      ['a comment about the change', RIGHT.replace('rate(order);', 'rate(order); // Fixed it')],
      ['the corrected line twice', RIGHT.replace(/(.*rate.*\n)/, '$1$1')],
      ['the wrong line beside the right one', WRONG.replace(/(.*)rat(.*\n)/, '$1rat$2$1rate$2')],
      ['a line left out', RIGHT.replace(/.*return.*\n/, '')],
      ['letters of another script', RIGHT.replace('tax', 'tаx')],
      ['backticks', RIGHT.replace('rate(order)', '`rate(order)`')],
      ['entities', RIGHT.replace('(order);', '(order &amp;&amp; 1 < 2);')],
      ['a new line in front', `    // the total\n${RIGHT}`],
    ];
    for (const [name, block] of doubtful) {
      it(name, () => assert.equal(result(fence(block))[0], 'unsure'));
    }
  });

  it('says so where nothing is changed', () => {
    assert.deepEqual(result(fence(WRONG)), ['unchanged']);
    assert.deepEqual(result(fence(dedent(WRONG, '    ').replaceAll('    ', '\t'))), ['unchanged']);
  });

  it('is unsure of two answers that differ', () => {
    const other = RIGHT.replace('rate(', 'rates(');
    assert.equal(result(`${fence(RIGHT)}\nor\n${fence(other)}`)[0], 'unsure');
  });

  it('takes the last closing fence of a block that holds fences', () => {
    const file = '# Use\n\nRun it so:\n```sh\nnpm strat\n```\nThen look.\n';
    const place = { file, first: 2, last: 6, diagnostic: 4, languageId: 'markdown' };
    const right = 'Run it so:\n```sh\nnpm start\n```\nThen look.';
    const mended = file.replace('strat', 'start');
    assert.deepEqual(result(fence(right, 'markdown'), place), ['sure', mended]);
    assert.deepEqual(result(fence(right, 'markdown', '````'), place), ['sure', mended]);
    assert.deepEqual(result(right, place), ['sure', mended]);
  });

  it('leaves marks alone that the block has itself', () => {
    const file = 'x = [\n    "<block>",\n    # ...\n    "<|im_end|>",\n    valu,\n]';
    const place = { file, first: 0, last: 5, diagnostic: 4, languageId: 'python' };
    const mended = file.replace('valu', 'value');
    assert.deepEqual(result(fence(mended), place), ['sure', mended]);
  });

  it('keeps the shape of strings over several lines', () => {
    const file = 'def f():\n    s = """\n  a\n      b\n"""\n    return t\n    # end\n';
    const place = { file, first: 0, last: 6, diagnostic: 5, languageId: 'python' };
    const answer = 'def f():\n\ts = """\n  a\n      b\n"""\n\treturn s\n\t# end';
    assert.deepEqual(result(fence(answer), place), ['sure', file.replace('return t', 'return s')]);
  });

  it('moves lines that are put into something, to be looked at', () => {
    const file = 'def f(x):\n    x.a()\n    x.b()\n    return x\n';
    const place = { file, first: 0, last: 3, diagnostic: 1, languageId: 'python' };
    const right = 'def f(x):\n    if x:\n        x.a()\n        x.b()\n    return x';
    const answer = right.replaceAll('    ', '  ');
    assert.deepEqual(result(fence(answer), place), ['unsure', `${right}\n`]);
  });

  it('mends indentation where that is what is wrong', () => {
    const file = 'def f(x):\n    a()\n      b()\n    return x\n';
    const place = { file, first: 0, last: 3, diagnostic: 2, languageId: 'python' };
    const right = file.replace('      b', '    b');
    assert.deepEqual(result(fence(right.trimEnd()), place), ['unsure', right]);
  });

  it('is unsure of blanks at the end of a changed line', () => {
    const file = 'f() {\n  a = on; \n  b();\n}';
    const place = { file, first: 0, last: 3, diagnostic: 1 };
    assert.equal(result(fence(file.replace('on', 'one')), place)[0], 'sure');
    assert.equal(result(fence(file.replace('on; ', 'one;')), place)[0], 'unsure');
    const bare = file.replace('; ', ';');
    const exact = bare.replace('on;', 'one; ');
    assert.deepEqual(result(fence(exact), { ...place, file: bare }), ['sure', exact]);
    const line = { file: 'a = on;', first: 0, last: 0, diagnostic: 0 };
    assert.equal(result(fence('a = one; '), line)[0], 'unsure');
  });

  it('takes JSON for a wrapper, but not in a file of JSON', () => {
    const file = '{\n  "a": "on",\n  "b": "two"\n}';
    const place = { file, first: 0, last: 3, diagnostic: 1 };
    const mended = file.replace('on', 'one');
    assert.deepEqual(result(fence(mended), { ...place, languageId: 'json' }), ['sure', mended]);
    const code = '{\n  a = on;\n}';
    const wrapped = fence(JSON.stringify({ code: code.replace('on', 'one') }, undefined, 2));
    const other = { ...place, file: code, last: 2 };
    assert.deepEqual(result(wrapped, other), ['sure', code.replace('on', 'one')]);
  });

  it('is unsure of an answer that stands at another place, word by word', () => {
    const one = 'f() {\n  say("one");\n}';
    const file = `${one}\n\n${one.replace('one', 'on')}\n`;
    const place = { file, first: 4, last: 6, diagnostic: 5 };
    assert.equal(result(fence(one), place)[0], 'unsure');
  });

  it('puts a line at the diagnostic where others are as like', () => {
    const file = 'f() {\n  a.x = one;\n  a.y = too;\n  a.z = one;\n}';
    const place = { file, first: 0, last: 4, diagnostic: 2 };
    assert.deepEqual(result(fence('a.y = two;'), place), ['unsure', file.replace('too', 'two')]);
  });

  it('asks where an answer without a fence may have lost its end', () => {
    const lines = (last: string) => ['- one: it is', '- two: it was', `- three: passed ${last}`];
    const place = { languageId: 'markdown', first: 0, last: 2, diagnostic: 2 } as const;
    const file = lines('as a').join('\n');
    const said = (last: string) => result(lines(last).join('\n'), { ...place, file });
    assert.deepEqual(said('as a para'), ['unsure', lines('as a para').join('\n')]);
    assert.equal(said('as a, b a.')[0], 'refused');
    const table = (end: string) =>
      ['| a | b |', '| - | - |', '| 1 | 2 |', '| 3 | 4 |'].map((line) => line + end);
    const faulty = table('').with(2, '| 1 | 2  ').join('\n');
    const ends = {
      languageId: 'markdown',
      first: 0,
      last: 3,
      diagnostic: 2,
      file: faulty,
    } as const;
    assert.deepEqual(result(fence(table('  ').join('\n')), ends), ['sure', table('').join('\n')]);
  });

  it('asks where an answer without a fence is a line alone', () => {
    assert.deepEqual(result('const tax = rate(order);'), ['unsure', MENDED]);
    assert.deepEqual(result('The tax is the rate of the order.'), ['refused', 'noCode']);
    assert.deepEqual(result('const tax = ra'), ['refused', 'cut']);
  });

  it('asks where a comment of any kind is new', () => {
    const file = "f() {\n    run -W --bell --help\n    b --c' d\n}";
    const right = "f() {\n    run -W '--bell --help # Fixed\n    b --c' d\n}";
    const place = { languageId: 'shellscript', first: 0, last: 3, diagnostic: 1, file } as const;
    assert.equal(result(fence(right), place)[0], 'unsure');
  });

  it('reads what is hostile in no time', () => {
    for (const text of [
      '```\n'.repeat(30_000),
      '<'.repeat(100_000),
      `${' '.repeat(100_000)}x`,
      '<think>'.repeat(15_000),
      '1: \n'.repeat(25_000),
      'a b '.repeat(25_000),
      '# '.repeat(50_000),
      '<|a|>'.repeat(20_000),
    ]) {
      const ms = processorMs(() => [result(text), result(fence(text))]);
      assert.ok(ms < 3_000, text.slice(0, 10));
    }
  });
});
