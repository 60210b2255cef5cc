import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { CompletionItem } from '../../../server/src/completion/display/item.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import type { Position } from '../../../server/src/documents/position.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { scriptedCompletions } from '../../support/scriptedCompletions.ts';

const URI = 'file:///a.ts';
/** Time that is beyond the debounce, and before anything is asked ahead. */
const SOON_MS = 500;

/** A step of the user: replaces some text with other text, somewhere; or accepts the suggestion shown. */
type Step =
  | { readonly kind: 'edit'; readonly at: number; readonly deleted: number; readonly text: string }
  | { readonly kind: 'take' };

const piece = fc.constantFrom('a', 'sum(', ')', '\n', '  ', 'items', ';', '}', '{', '😀', 'x y');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      at: fc.nat(200),
      deleted: fc.nat(4),
      text: piece,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'take' } as const) },
);

function offsetOf(document: LiveDocument, { line, character }: Position): number {
  return document.lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
}

function positionOf(document: LiveDocument, offset: number): Position {
  let rest = offset;
  for (const [line, text] of document.lines.entries()) {
    if (rest <= text.length) return { line, character: rest };
    rest -= text.length + 1;
  }
  return document.clamp({ line: document.lines.length, character: 0 });
}

/** An offset that is not within a surrogate pair: no editor edits there. */
function wholeCharacter(document: LiveDocument, offset: number): number {
  const code = document.getText().charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset;
}

/** Taking an item changes nothing but its range, and keeps what was typed in it. */
function checkItem(document: LiveDocument, position: Position, item: CompletionItem): void {
  const { start, end } = item.range;
  assert.equal(start.line, position.line);
  assert.equal(end.line, position.line);
  assert.ok(start.character <= position.character && end.character >= position.character);
  const line = document.lineAt(position.line);
  assert.ok(end.character <= line.length);
  const typed = line.slice(start.character, position.character);
  assert.ok(item.insertText.startsWith(typed), 'what was typed is kept');
  let covered = 0;
  const after = line.slice(position.character, end.character);
  for (const character of item.insertText.slice(typed.length)) {
    if (covered < after.length && after.startsWith(character, covered)) covered += character.length;
  }
  assert.equal(covered, after.length, 'what is covered comes again');
}

describe('whatever is typed', () => {
  it('items change their range alone, the same place has the same, and every promise settles', async function () {
    this.timeout(60_000);
    const answers = fc.array(
      fc.array(piece, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 8 },
    );
    const property = fc.asyncProperty(
      fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.array(step, { minLength: 1, maxLength: 25 }),
      answers,
      async (text, steps, models) => {
        const clock = new FakeClock();
        const documents = new DocumentStore();
        let calls = 0;
        const answer = () => models[calls++ % models.length] ?? '';
        const provider = scriptedCompletions(documents, clock, answer, { speculate: true });
        documents.listen((event) => {
          if (event.kind === 'changed') provider.changed(event.before, event.document);
        });
        documents.open(URI, 'typescript', 1, text);
        let version = 1;
        let standing: CompletionItem | undefined;
        let unsettled = 0;
        const request = async (position: Position, signal: AbortSignal) => {
          unsettled++;
          const query = { uri: URI, position, isInvoked: false };
          const items = await provider.provide(query, signal).catch(() => []);
          unsettled--;
          return items[0];
        };
        const ask = async (position: Position) => {
          const before = calls;
          const answer = request(position, new AbortController().signal);
          await clock.pass(SOON_MS);
          const isUserInitiated = calls > before;
          await clock.pass(2_000 - SOON_MS);
          return { item: await answer, isUserInitiated };
        };
        for (const each of steps) {
          const before = documents.get(URI) as LiveDocument;
          let caret: number;
          if (each.kind === 'take') {
            if (standing === undefined) continue;
            const { range, insertText } = standing;
            documents.change(URI, ++version, [{ range, text: insertText }]);
            provider.accepted(standing.id);
            caret = offsetOf(before, range.start) + insertText.length;
          } else {
            const at = wholeCharacter(before, Math.min(each.at, before.length));
            const end = wholeCharacter(before, Math.min(at + each.deleted, before.length));
            const range = { start: positionOf(before, at), end: positionOf(before, end) };
            documents.change(URI, ++version, [{ range, text: each.text }]);
            caret = at + each.text.length;
          }
          const document = documents.get(URI) as LiveDocument;
          const position = positionOf(document, caret);
          const overtaken = new AbortController();
          const atOnce: (CompletionItem | undefined)[] = [];
          void request(position, overtaken.signal).then((item) => {
            if (!overtaken.signal.aborted) atOnce.push(item);
          });
          await clock.pass(5);
          overtaken.abort();
          const { item, isUserInitiated } = await ask(position);
          standing = item;
          if (atOnce.length > 0 && !isUserInitiated) {
            assert.deepEqual(atOnce, [item], 'what is said at once is said again');
          }
          const asked = calls;
          const again = await ask(position);
          if (item === undefined) {
            assert.ok(again.isUserInitiated || again.item === undefined, 'nothing stays nothing');
            continue;
          }
          checkItem(document, position, item);
          assert.deepEqual(again.item, item, 'put, then get, is a hit');
          assert.ok(calls <= asked + 1, 'and costs no call but one ahead');
        }
        provider.closed(URI);
        provider.dispose();
        await clock.pass(60_000);
        assert.equal(unsettled, 0);
        assert.equal(clock.pending, 0);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});
