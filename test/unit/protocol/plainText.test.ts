import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { harmless, harmlessLines, plain } from '../../../server/src/protocol/plainText.ts';

describe('text from outside in a message', () => {
  it('is no link, and runs no command', () => {
    const name = '[Fix it](command:workbench.action.quit)';
    assert.equal(plain`Use ${name}?`, 'Use [Fix it] (command:workbench.action.quit)?');
    assert.equal(harmless('[a]\u200b(command:x)'), '[a] (command:x)');
    assert.equal(harmless('[a]\n(command:x)'), '[a] (command:x)');
    assert.equal(plain`${'[a]'}${'(command:x)'}`, '[a] (command:x)');
  });

  it('is one line without characters that nobody sees', () => {
    assert.equal(harmless('a\r\nb\u202ec\u0000d\u2028e'), 'a b c d e');
  });

  it('keeps its lines where it is an explanation, and is as harmless', () => {
    const text = '\r\n\nIt is:\r\n\n- [a](command:x)\n\t$(bug)\u202e\u001b[2Jb \u2028c\n\n';
    assert.equal(harmlessLines(text, 100), 'It is:\n\n- [a] (command:x)\n    $ (bug) [2Jb\nc');
    assert.equal(harmlessLines('abc\ndef', 5), 'abc…');
    assert.equal(harmlessLines('[a]\u200b(command:x)', 100), '[a] (command:x)');
  });

  it('is bounded', () => {
    assert.equal(harmless('x'.repeat(600)).length, 500);
    assert.ok(harmless('x'.repeat(600)).endsWith('…'));
    assert.equal(harmless('abc', 2), 'a…');
    assert.equal(harmless('abc', 3), 'abc');
  });

  it('leaves our own words, and numbers, as they are', () => {
    assert.equal(plain`Port ${9464} is taken.`, 'Port 9464 is taken.');
    assert.equal(plain`“Aurelis: Set API Key…”`, '“Aurelis: Set API Key…”');
  });

  it('never holds what an editor takes for a link, whatever came', () => {
    const part = fc.constantFrom('[', ']', '(', ')', 'command:x', '\u200b', '\n', ' ', 'a');
    const text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (one, two) => {
        assert.doesNotMatch(plain`${one}${two}`, /\]\(/);
        assert.equal(harmless(harmless(one)), harmless(one));
      }),
    );
  });
});
