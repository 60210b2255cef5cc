import { strict as assert } from 'node:assert';
import { atCaret, positionIn } from '../../../support/caret.ts';
import { completionEditor as editor } from '../../../support/completionEditor.ts';

/** Where the widget's item begins, how far it reaches and what it is; what a model says at the caret; the line then. */
type Case = [drawn: string, item: string, selected: string, answer: string, line: string];

/** The item's range is drawn between « and ». */
const cases: Case[] = [
  ['foo(|)', 'foo(«»)', 'barLength', 'barLength)', 'foo(barLength)'],
  ['foo(|)', 'foo(«»)', 'barLength', 'barLength', 'foo(barLength)'],
  ['foo(bar|)', 'foo(«bar»)', 'barLength', 'Length);', 'foo(barLength);'],
  ['foo(bar|);', 'foo(«bar»);', 'barLength', 'Length);', 'foo(barLength);'],
  ['foo(bar|)', 'foo(«bar»)', 'barLength', 'Length + 1)', 'foo(barLength + 1)'],
  ['foo(bar|)', 'foo(«bar»)', 'bars()', 's() + 1)', 'foo(bars() + 1)'],
  ['foo(bar|)', 'foo(«bar»)', 'barLength)', 'Length)', 'foo(barLength)'],
  ['foo(|)', 'foo(«)»', 'bar)', 'bar) + 1', 'foo(bar) + 1'],
  ['foo(|)', 'foo(«)»', 'bar)', 'bar)', 'foo(bar)'],
  ['foo(ba|r)', 'foo(«bar»)', 'barLength', 'rLength)', 'foo(barLength)'],
  ['a[|]', 'a[«]»', 'index]', 'index];', 'a[index];'],
  ["a = '|'", "a = '«»'", "b'", "b'", "a = 'b'"],
  ["a = 'he|';", "a = '«he»';", 'hello', "llo';", "a = 'hello';"],
  ['sum(a.le|)', 'sum(a.«le»)', 'length', 'ngth - 1);', 'sum(a.length - 1);'],
  ['a.|', 'a.«»', 'length', 'length;', 'a.length;'],
  ['if (|) {', 'if («») {', 'isOn', 'isOn) {\n  go();\n}', 'if (isOn) {\n  go();\n}'],
];

describe('beside the suggest widget', () => {
  for (const [drawn, item, selected, answer, line] of cases) {
    it(`what a model says at ${item} goes on from ${selected}: ${JSON.stringify(answer)}`, async () => {
      const { type, provider, clock } = editor({ upstream: answer });
      await type(drawn);
      const { text, offset } = atCaret(drawn);
      const range = {
        start: positionIn(text, item.indexOf('«')),
        end: positionIn(text, item.indexOf('»') - 1),
      };
      const query = { uri: 'file:///project/a.ts', position: positionIn(text, offset) };
      const asked = provider.provide(
        { ...query, isInvoked: false, selected: { range, text: selected } },
        new AbortController().signal,
      );
      await clock.pass(2_000);
      const [found] = await asked;
      assert.ok(found);
      // Else the editor does not show it.
      assert.ok(found.insertText.startsWith(selected));
      assert.deepEqual(found.range.start, range.start);
      assert.ok(found.range.end.character >= range.end.character);
      const before = text.slice(0, found.range.start.character);
      assert.equal(before + found.insertText + text.slice(found.range.end.character), line);
    });
  }
});
