import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { marked } from 'marked';
import {
  commandLink,
  escaped,
  lines,
  markdown,
  table,
} from '../../../server/src/protocol/markdownText.ts';
import { HOSTILE_TEXTS } from '../../../tools/testing/hostileTexts.ts';
import { markupIn } from '../../support/markup.ts';

describe('a text from outside in Markdown', () => {
  for (const text of HOSTILE_TEXTS) {
    it(`is only text: ${JSON.stringify(text)}`, () => {
      const places = [
        lines(escaped(text)),
        markdown`- It is ${escaped(text)}.`,
        markdown`$(warning) ${escaped(text)}. ${escaped(text)}`,
        table([escaped(text), escaped('b')], [[escaped(text), escaped(text)]]),
      ];
      for (const place of places) assert.deepEqual(markupIn(place), [], place);
      const heading = marked.lexer(escaped(text)).map(({ type }) => type);
      assert.deepEqual(heading, ['paragraph']);
    });
  }

  it('looks as it was written', () => {
    for (const text of ['qwen2.5-coder:7b', 'a_b*c', '0.5 EUR', '100 % (of 3)', 'C:\\x', 'a|b']) {
      const shown = marked.parseInline(escaped(text), { async: false });
      assert.equal(shown.replaceAll('&#39;', "'"), text);
    }
  });

  it('holds the cells of its table', () => {
    const [token] = marked.lexer(
      table([escaped('a'), escaped('b')], [[escaped('x|y'), escaped('\\|')]]),
    );
    assert.equal(token?.type, 'table');
    if (token?.type === 'table') assert.equal(token.rows[0].length, 2);
  });

  it('never becomes markup, whatever it is', () => {
    const part = fc.constantFrom(
      ...[
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '!',
        '`',
        '*',
        '_',
        '~',
        '|',
        '\\',
        '&',
        ';',
        ':',
        '//',
        'http:',
      ],
      ...['www', '.', '@', 'a', ' ', '\n', '\t', '#', '-', '1', 'command:x', '\u200b', '$', '='],
    );
    const text = fc.array(part, { maxLength: 25 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (one, two) => {
        assert.deepEqual(markupIn(markdown`- **${escaped(one)}** ${escaped(two)}.`), []);
        assert.deepEqual(markupIn(escaped(one)), []);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a link to a command', () => {
  it('runs that command alone, whatever its title and argument are', () => {
    for (const text of [...HOSTILE_TEXTS, 'a)b', 'x](command:evil', '"', '\u202e']) {
      const link = commandLink(text, 'aurelis.setApiKey', text);
      const [paragraph] = marked.lexer(link);
      const [only, ...others] = paragraph?.type === 'paragraph' ? (paragraph.tokens ?? []) : [];
      assert.deepEqual(others, []);
      assert.equal(only?.type, 'link');
      const href = only?.type === 'link' ? String(only.href) : '';
      assert.equal(href.split('?')[0], 'command:aurelis.setApiKey');
      assert.deepEqual(JSON.parse(decodeURIComponent(href.split('?')[1] ?? '')), [text]);
    }
  });
});
