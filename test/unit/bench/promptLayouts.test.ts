import { strict as assert } from 'node:assert';
import { LayoutOf2026 } from '../../../bench/servers/reuse/layoutOf2026.ts';
import type { Place } from '../../../bench/servers/reuse/layouts.ts';
import { LlamaVim } from '../../../bench/servers/reuse/llamaVim.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';

const documentOf = (name: string, text: string) =>
  LiveDocument.create(`file:///project/${name}`, 'typescript', 1, text);
const numbered = (count: number, word = 'line') =>
  Array.from({ length: count }, (_, index) => `${word} ${index};`).join('\n');

const placeIn = (document: LiveDocument, line: number, character: number): Place => ({
  document,
  line,
  character,
  imported: [],
  open: [],
});

describe("llama.vim's layout", () => {
  it('has 256 lines above the cursor and 64 below it, and the line itself in the prompt', () => {
    const document = documentOf('a.ts', numbered(600));
    const body = new LlamaVim().bodyAt(placeIn(document, 300, 4));
    assert.equal(body.prompt, 'line');
    assert.match(body.input_prefix, /^line 44;\n[\s\S]*line 299;\n$/);
    assert.match(body.input_suffix, /^ 300;\nline 301;[\s\S]*line 364;\n$/);
    assert.deepEqual(body.input_extra, []);
  });

  it('begins with the line where that is blank', () => {
    const document = documentOf('a.ts', 'one\n    \ntwo');
    const body = new LlamaVim().bodyAt(placeIn(document, 1, 4));
    assert.deepEqual([body.input_prefix, body.prompt, body.input_suffix], ['one\n', '', '\ntwo\n']);
  });

  it('takes a chunk of what was opened into its ring after three seconds of rest, and evaluates it', () => {
    const layout = new LlamaVim();
    layout.opened(documentOf('b.ts', numbered(20, 'other')));
    layout.opened(documentOf('c.ts', numbered(20, 'third')));
    assert.equal(layout.rested(2_999), undefined);
    assert.deepEqual(namesIn(layout.rested(3_000)), ['b.ts']);
    assert.deepEqual(namesIn(layout.rested(4_000)), ['b.ts', 'c.ts']);
    assert.equal(layout.rested(60_000), undefined);
    const place = placeIn(documentOf('a.ts', numbered(5)), 2, 4);
    assert.deepEqual(namesIn(layout.bodyAt(place)), ['b.ts', 'c.ts']);
  });

  it('drops a chunk that is like the code around the cursor', () => {
    const layout = new LlamaVim();
    const document = documentOf('b.ts', numbered(20));
    layout.opened(document);
    assert.deepEqual(namesIn(layout.rested(3_000)), ['b.ts']);
    assert.deepEqual(namesIn(layout.bodyAt(placeIn(document, 10, 0))), []);
  });

  it('queues code far from the cursor once it has moved', () => {
    const layout = new LlamaVim();
    const document = documentOf('a.ts', numbered(900));
    layout.bodyAt(placeIn(document, 500, 0));
    layout.bodyAt(placeIn(document, 520, 0));
    // One from before the prefix, one from behind the suffix.
    assert.equal(namesIn(layout.rested(60_000)).length, 2);
  });
});

describe('the layout of 2026-11-26', () => {
  it('has windows that begin and end at every 32nd line, the suffix 32 lines or more', () => {
    const document = documentOf('a.ts', numbered(600));
    const { input_prefix, input_suffix, prompt } = new LayoutOf2026().bodyAt(
      placeIn(document, 300, 4),
    );
    assert.match(input_prefix, /^line 192;\n[\s\S]*line 299;\nline$/);
    assert.match(input_suffix, /^ 300;\nline 301;[\s\S]*line 351;$/);
    assert.equal(prompt, '');
  });

  it('has the block of another file last that shares most words', () => {
    const money = `export function addMoney(amount: Money, tax: Money): Money {\n${'  amount.value += tax.value;\n'.repeat(8)}}\n`;
    const weather = money.replaceAll('Money', 'Weather').replaceAll('amount', 'degrees');
    const document = documentOf('a.ts', 'const total = addMoney(amount, tax);\nvalue\n');
    const open = [documentOf('money.ts', money), documentOf('weather.ts', weather)];
    const place = { ...placeIn(document, 1, 0), open };
    const names = namesIn(new LayoutOf2026().bodyAt(place));
    assert.equal(names.at(-1), 'money.ts');
  });
});

const namesIn = (body: { input_extra: readonly { filename: string }[] } | undefined): string[] =>
  (body?.input_extra ?? []).map(({ filename }) => filename);
