import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { editBetween } from '../../../server/src/documents/edit.ts';
import { type DocumentChange, LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { target } from '../fuzzTarget.ts';
import { offsetOf } from '../naiveText.ts';

const piece = fc.constantFrom(
  'a',
  'bc',
  '\n',
  '\n\n',
  '\r\n',
  '😀',
  '  ',
  '\t',
  '\0',
  '}',
  '\u2028',
);
const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
const long = fc
  .tuple(piece, fc.integer({ min: 1, max: 3_000 }))
  .map(([part, times]) => part.repeat(times));
const anyText = fc.oneof({ weight: 40, arbitrary: text }, { weight: 1, arbitrary: long });
const place = fc.record({
  line: fc.oneof(fc.nat(12), fc.constantFrom(-1, 1e9, 2.5, 4_294_967_295)),
  character: fc.oneof(fc.nat(12), fc.constantFrom(-7, 1e9, 0.5)),
});
const change = fc.oneof(
  { weight: 9, arbitrary: fc.record({ start: place, end: place, text: anyText }) },
  { weight: 1, arbitrary: fc.record({ text: anyText }) },
);

interface DocumentCase {
  readonly text: string;
  readonly messages: readonly (readonly (
    | { readonly start: Place; readonly end: Place; readonly text: string }
    | { readonly text: string }
  )[])[];
}

type Place = { line: number; character: number };

/** Ranges have their start first, as LSP says; editors that send them otherwise are not believed. */
function inOrder(each: DocumentCase['messages'][number][number], before: string): DocumentChange {
  if (!('start' in each)) return each;
  const [start, end] = [each.start, each.end].sort(
    (one, other) => offsetOf(before, one) - offsetOf(before, other),
  );
  return { range: { start: start as Place, end: end as Place }, text: each.text };
}

const asLines = (all: string) => all.replaceAll('\r\n', '\n');

function check({ text: initial, messages }: DocumentCase): void {
  let naive = initial;
  let document = LiveDocument.create('file:///a', 'plain', 1, initial);
  for (const message of messages) {
    const changes: DocumentChange[] = [];
    for (const each of message) {
      const sent = inOrder(each, naive);
      changes.push(sent);
      const [from, to] =
        sent.range === undefined
          ? [0, naive.length]
          : [offsetOf(naive, sent.range.start), offsetOf(naive, sent.range.end)];
      naive = naive.slice(0, from) + sent.text + naive.slice(to);
    }
    const before = document;
    const [kept, version] = [before.getText(), before.version];
    document = document.changed(changes, version + 1);
    assert.equal(document.getText(), asLines(naive));
    assert.equal(document.length, asLines(naive).length);
    assert.equal(document.isBinary, naive.includes('\0'));
    assert.equal(before.getText(), kept);
    const edit = editBetween(before, document);
    assert.ok(edit);
    const { start, removed, inserted } = edit;
    const at = offsetOf(kept, start);
    assert.equal(
      kept.slice(0, at) + inserted + kept.slice(at + removed.length),
      document.getText(),
    );
  }
}

/** Open documents, kept in step by changes as editors send them, beside a string that the same is done to. */
export const documents = target<DocumentCase>({
  name: 'documents',
  share: 120,
  maxMs: 300,
  open: () => ({
    cases: fc.record({
      text: anyText,
      messages: fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 5 }),
    }),
    check,
  }),
});
