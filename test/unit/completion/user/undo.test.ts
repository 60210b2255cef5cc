import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { completionEditor as editor } from '../../../support/completionEditor.ts';

const upstream = 'calculate(items, weights);';
const line = 'const total = ';
/** Where it stands when it is taken by three words. */
const words = ['', 'calculate', 'calculate(items', 'calculate(items, weights'];

/** An editor in which all but the end of the suggestion was taken word by word. */
async function taken(options = {}) {
  const shown = editor({ upstream, ...options });
  for (const word of words) assert.equal(await shown.type(`${line}${word}|`), rest(word));
  return shown;
}

const rest = (typed: string): string | undefined => upstream.slice(typed.length) || undefined;

describe('a suggestion that is taken word by word', () => {
  it('is there after each undo and each redo, for no call', async () => {
    const { type, asked } = await taken();
    for (const turn of ['first', 'second']) {
      for (const word of words.toReversed().slice(1)) {
        assert.equal(await type(`${line}${word}|`), rest(word), `${turn} undo to '${word}'`);
      }
      for (const word of words.slice(1)) {
        assert.equal(await type(`${line}${word}|`), rest(word), `${turn} redo to '${word}'`);
      }
    }
    assert.equal(asked.length, 1);
  });

  it('is there after undos that come faster than it is asked for', async () => {
    const { type, asked } = await taken();
    const hurry = { wait: 0, leaveAfter: 0 };
    await type(`${line}calculate(items|`, hurry).catch(String);
    await type(`${line}calculate|`, hurry).catch(String);
    assert.equal(await type(`${line}|`), upstream);
    assert.equal(asked.length, 1);
  });

  it('is there after each undo when the last word was taken, too', async () => {
    const { type, asked, provider } = await taken();
    await type(`${line}${upstream}|`, { wait: 0, leaveAfter: 0 }).catch(String);
    provider.accepted('1');
    for (const word of words.toReversed()) {
      assert.equal(await type(`${line}${word}|`), rest(word), word);
    }
    assert.equal(asked.length, 1);
  });

  it('is there after each undo whatever the words are', () =>
    fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(['.sum', '(items', ' + y', '.id', ', 12', ' ===', '[0', '\n  next'], {
          minLength: 1,
        }),
        async (more) => {
          const pieces = ['calculate', ...more];
          const says = `${pieces.join('')}.end`;
          const { type, asked } = editor({ upstream: says });
          const states = pieces.map((_, index) => pieces.slice(0, index).join(''));
          for (const state of states) {
            assert.equal(await type(`${line}${state}|`), says.slice(state.length));
          }
          for (const state of states.toReversed()) {
            assert.equal(await type(`${line}${state}|`), says.slice(state.length), state);
          }
          assert.equal(asked.length, 1);
        },
      ),
    ));

  it('is there after an undo between brackets that closed themselves', async () => {
    const { type, asked } = editor({ upstream: 'items, weights' });
    for (const typed of ['', 'items', 'items, wei', 'items', '']) {
      assert.equal(await type(`f(${typed}|)`), 'items, weights'.slice(typed.length), typed);
    }
    assert.equal(asked.length, 1);
  });

  it('is there after what was typed between the words is undone', async () => {
    const { type, keys, asked } = editor({ upstream });
    await type(`${line}|`);
    await keys(`${line}|`, 'cal');
    await type(`${line}calculate|`);
    await keys(`${line}calculate|`, '(it');
    await type(`${line}calculate(items|`);
    for (const typed of ['calculate(it', 'calculate(', 'calculate', 'cal', '']) {
      assert.equal(await type(`${line}${typed}|`), rest(typed), typed);
    }
    assert.equal(asked.length, 1);
  });

  it('is there after backspaces were undone, and the words then', async () => {
    const { type, backspace, asked } = await taken();
    const all = `${line}${words[3]}`;
    assert.equal(await backspace(`${all}|`, 2), undefined);
    assert.equal(await type(`${all}|`), rest(words[3] ?? ''));
    assert.equal(await type(`${line}calculate(items|`), rest('calculate(items'));
    assert.equal(await type(`${line}calculate|`), rest('calculate'));
    assert.equal(asked.length, 1);
  });

  it('is there when an undo elsewhere came between', async () => {
    const { type } = await taken();
    await type(`${line}${words[3]}\npasted.text|`);
    await type(`${line}${words[3]}|`);
    assert.equal(await type(`${line}calculate(items|`), rest('calculate(items'));
  });

  it('goes with the words that are backspaced', async () => {
    for (const word of words.slice(1)) {
      const shown = editor({ upstream });
      for (const each of words.slice(0, words.indexOf(word) + 1))
        await shown.type(`${line}${each}|`);
      for (let key = 1; key <= word.length; key++) {
        assert.equal(
          await shown.backspace(`${line}${word.slice(0, 1 - key || undefined)}|`, 1),
          undefined,
          word,
        );
      }
    }
  });

  it('goes with backspaces behind an undo', async () => {
    const { type, backspace } = await taken();
    assert.equal(await type(`${line}calculate(items|`), rest('calculate(items'));
    assert.equal(await backspace(`${line}calculate(items|`, 1), undefined);
    assert.equal(await backspace(`${line}calculate(item|`, 14), undefined);
  });

  it('goes with a part of a word, with several words, and with more than they are', async () => {
    for (const left of [`${line}calculate(items, w`, `${line}calculate`, line, 'const total =']) {
      const { type } = await taken();
      assert.equal(await type(`${left}|`), undefined, left);
    }
  });

  it('goes when it was taken as a whole and taken back as a whole', async () => {
    for (const typed of ['', 'calc']) {
      const { type, keys } = editor({ upstream });
      await type(`${line}|`);
      await keys(`${line}|`, typed);
      await type(`${line}${upstream}|`);
      assert.equal(await type(`${line}${typed}|`), undefined, typed);
    }
  });
});

describe('text that was typed into a suggestion and is undone', () => {
  it('brings it back at each step, for no call', async () => {
    const { type, keys, asked } = editor({ upstream });
    await type(`${line}|`);
    await keys(`${line}|`, 'calculate(items, w');
    for (const typed of ['calculate(items,', 'calculate(', 'calc', '']) {
      assert.equal(await type(`${line}${typed}|`), rest(typed), typed);
    }
    for (const typed of ['calc', 'calculate(', 'calculate(items,', 'calculate(items, w']) {
      assert.equal(await type(`${line}${typed}|`), rest(typed), typed);
    }
    assert.equal(asked.length, 1);
  });
});

describe('several changes that are undone one after the other', () => {
  const states = ['a = ', 'a = pasted', 'a = pasted.text', 'a = pasted.text + more'];

  it('cost no call at any step, nor when they are brought again', async () => {
    const { type, asked } = editor({ upstream: 'none' });
    // So quickly that nothing is asked.
    const hurry = { wait: 0, leaveAfter: 0 };
    for (const state of states) await type(`${state}|`, hurry).catch(String);
    for (const state of states.toReversed().slice(1)) await type(`${state}|`);
    for (const state of states.slice(1)) await type(`${state}|`);
    assert.equal(asked.length, 0);
    await type(`${states[3]}x|`);
    assert.equal(asked.length, 1);
  });
});
