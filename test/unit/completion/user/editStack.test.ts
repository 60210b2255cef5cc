import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { EditStack } from '../../../../server/src/completion/user/editStack.ts';
import { type Edit, editBetween } from '../../../../server/src/documents/edit.ts';
import { LiveDocument } from '../../../../server/src/documents/liveDocument.ts';

const documentOf = (text: string) => LiveDocument.create('file:///a.ts', 'typescript', 1, text);

/** Changes a text from state to state; how the last change adds to those before it. */
function follow(stack: EditStack, states: readonly string[]) {
  let kind = 'none';
  for (let index = 1; index < states.length; index++) {
    const [before, after] = [documentOf(states[index - 1] ?? ''), documentOf(states[index] ?? '')];
    kind = stack.add(editBetween(before, after) as Edit).kind;
  }
  return kind;
}

const change = fc.record({
  at: fc.nat(60),
  deleted: fc.nat(3),
  text: fc.constantFrom('', 'a', 'b', '()', 'sum', '\n', '\n  ', 'x\ny', 'aa', 'sumsum'),
});

describe('the stack of changes', () => {
  it('knows whatever is taken back, and whatever is brought again', () =>
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const states = ['sum(items);\nend();'];
        const stack = new EditStack();
        for (const { at, deleted, text } of changes) {
          const last = states.at(-1) ?? '';
          const from = at % (last.length + 1);
          const next = last.slice(0, from) + text + last.slice(from + deleted);
          if (states.includes(next)) continue;
          // What takes the end of something back by chance is brought again instead.
          fc.pre(follow(stack, [last, next]) === 'new');
          states.push(next);
        }
        for (let index = states.length - 1; index > 0; index--) {
          const back = [states[index] ?? '', states[index - 1] ?? ''];
          assert.equal(follow(stack, back), 'undo', JSON.stringify(back));
        }
        for (let index = 1; index < states.length; index++) {
          const again = [states[index - 1] ?? '', states[index] ?? ''];
          assert.equal(follow(stack, again), 'redo', JSON.stringify(again));
        }
      }),
    ));

  for (const [name, states, kind] of [
    ['several insertions at once', ['', 'first', 'first()', 'first(second)', ''], 'undo'],
    ['the end of what was typed', ['', 's', 'su', 'sum', 's'], 'undo'],
    ['the end of it with what was put into that', ['', 'f', 'f()', 'f(item)', 'f'], 'undo'],
    ['backspaces at once', ['sum', 'su', 's', 'sum'], 'undo'],
    ['a replacement', ['const one', 'const other', 'const one'], 'undo'],
    ['another text in its place', ['const one', 'const other', 'const two'], 'new'],
    ['the end of what was put there at once', ['', 'items', 'ite'], 'new'],
    ['the beginning of what was typed', ['', 's', 'su', 'sum', 'um'], 'new'],
    ['an insertion under another', ['', 'first', 'first\nsecond', '\nsecond'], 'new'],
    ['what was there before', ['first', 'first.second', 'first.se', 'fir'], 'new'],
    ['other text than was deleted', ['sum', 'su', 's', 'sam'], 'new'],
  ] as const) {
    it(`${kind === 'undo' ? 'knows' : 'is not taken in by'} ${name}`, () => {
      assert.equal(follow(new EditStack(), states), kind);
    });
  }

  it('forgets what may be brought again with the next change', () => {
    const stack = new EditStack();
    assert.equal(follow(stack, ['', 'first', '', 'first']), 'redo');
    assert.equal(follow(stack, ['first', '', 'other', '', 'first']), 'new');
  });

  it('goes back a hundred changes', () => {
    const states = Array.from({ length: 102 }, (_, count) => 'word '.repeat(count));
    const stack = new EditStack();
    follow(stack, states);
    const back = states.toReversed();
    assert.equal(follow(stack, back.slice(0, 101)), 'undo');
    assert.equal(follow(stack, back.slice(100)), 'new');
  });
});
