import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { ClientRequests } from '../../../server/src/lsp/door/clientRequests.ts';
import { EditorSurfaces } from '../../../server/src/lsp/editorSurfaces.ts';
import type { ExplanationParams } from '../../../server/src/protocol/actionMessages.ts';
import { method } from '../../../server/src/protocol/messages.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

/** A client that answers each request so. */
function surfacesOf(answer: unknown, knows: (name: string) => boolean = () => true) {
  const clock = new FakeClock();
  const told: ExplanationParams[] = [];
  const client: Pick<ClientRequests, 'askUser' | 'tell' | 'knows'> = {
    knows,
    askUser: async () => answer,
    tell: (_, params) => void told.push(params as ExplanationParams),
  };
  return { surfaces: new EditorSurfaces(client as ClientRequests, clock), clock, told };
}

const ASKED = { title: 'Change', prompt: 'How?' };
const PREVIEW = { uri: 'file:///a', title: 'Change', text: '' };
const DIAGNOSTICS = { uri: 'file:///a', isAfterEdit: false };

describe('the surfaces of an editor', () => {
  it('are those whose messages it asks for', () => {
    const names = [method.askWords, method.preview, method.explanation, method.showFile];
    for (const name of names) {
      const { canAsk, canPreview, canExplain, canShowFiles } = surfacesOf(
        undefined,
        (each) => each === name,
      ).surfaces;
      assert.deepEqual(
        [canAsk, canPreview, canExplain, canShowFiles],
        names.map((each) => each === name),
      );
    }
  });

  it('give the words of users, of 4,000 characters, or none', async () => {
    const words = (answer: unknown) => surfacesOf(answer).surfaces.askWords(ASKED);
    assert.equal(await words({ words: ' shorter names \n' }), 'shorter names');
    assert.equal((await words({ words: 'x'.repeat(1_000_000) }))?.length, 4_000);
    for (const answer of [
      undefined,
      null,
      1,
      'words',
      [],
      {},
      { words: 1 },
      { words: ' \n' },
      { words: ['a'] },
    ]) {
      assert.equal(await words(answer), undefined, JSON.stringify(answer));
    }
  });

  it('take an edit back unless the user applies it', async () => {
    const choice = (answer: unknown) => surfacesOf(answer).surfaces.preview(PREVIEW);
    assert.equal(await choice({ choice: 'apply' }), 'apply');
    assert.equal(await choice({ choice: 'regenerate' }), 'regenerate');
    for (const answer of [
      undefined,
      null,
      true,
      'apply',
      ['apply'],
      { choice: ['apply'] },
      { choice: 'APPLY' },
      { choice: 'toString' },
    ]) {
      assert.equal(await choice(answer), 'discard', JSON.stringify(answer));
    }
  });

  it('tell diagnostics that are some, and no more than 10,000', async () => {
    const told = (answer: unknown) => surfacesOf(answer).surfaces.diagnostics(DIAGNOSTICS);
    const plain = { line: 3, message: 'Unknown name', isError: true };
    const full = { ...plain, source: 'ts', code: '2304' };
    assert.deepEqual(await told({ diagnostics: [plain, full] }), [plain, full]);
    const long = await told({
      diagnostics: [
        {
          line: 1,
          message: 'm'.repeat(20_000),
          source: 's'.repeat(2_000),
          code: 'c'.repeat(2_000),
          isError: 1,
        },
      ],
    });
    assert.deepEqual(long, [
      {
        line: 1,
        message: 'm'.repeat(2_000),
        source: 's'.repeat(1_000),
        code: 'c'.repeat(1_000),
        isError: false,
      },
    ]);
    assert.deepEqual(
      await told({
        diagnostics: [
          null,
          1,
          {},
          { line: -1, message: '' },
          { line: 1.5, message: '' },
          { line: 1, message: {} },
          { line: '1', message: '' },
        ],
      }),
      [],
    );
    assert.equal((await told({ diagnostics: Array(10_001).fill(plain) }))?.length, 10_000);
    for (const answer of [undefined, null, [], { diagnostics: {} }, { diagnostics: 'none' }]) {
      assert.equal(await told(answer), undefined, JSON.stringify(answer));
    }
  });

  it('bear any answer', async () => {
    const member = fc.constantFrom('words', 'choice', 'diagnostics', 'line', 'message', 'source');
    const { answer } = fc.letrec((tie) => ({
      answer: fc.oneof(
        { maxDepth: 4 },
        fc.anything(),
        fc.dictionary(member, tie('answer')),
        fc.array(tie('answer')),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(answer, async (value) => {
        const { surfaces } = surfacesOf(value);
        const words = await surfaces.askWords(ASKED);
        assert.ok(words === undefined || (typeof words === 'string' && words !== ''));
        assert.ok(['apply', 'discard', 'regenerate'].includes(await surfaces.preview(PREVIEW)));
        for (const { line, message, isError } of (await surfaces.diagnostics(DIAGNOSTICS)) ?? []) {
          assert.ok(Number.isSafeInteger(line) && line >= 0);
          assert.equal(typeof message, 'string');
          assert.equal(typeof isError, 'boolean');
        }
        await surfaces.showFile({ uri: 'file:///b', languageId: 'ts', text: '' });
      }),
      { numRuns: 300 },
    );
  });
});

describe('an explanation that grows', () => {
  const growing = () => {
    const { surfaces, clock, told } = surfacesOf(undefined);
    return { ...surfaces.explanation('1', 'Explain'), clock, told };
  };

  it('is opened at once, and drawn again after 100 ms at the soonest', async () => {
    const { grown, clock, told } = growing();
    assert.deepEqual(told, [{ id: '1', title: 'Explain', text: '', isDone: false }]);
    grown('It');
    grown('It adds');
    grown('It adds');
    assert.deepEqual(
      told.map(({ text }) => text),
      ['', 'It'],
    );
    await clock.pass(99);
    assert.equal(told.length, 2);
    grown('It adds up');
    await clock.pass(1);
    assert.deepEqual(
      told.map(({ text }) => text),
      ['', 'It', 'It adds up'],
    );
    await clock.pass(1_000);
    assert.equal(told.length, 3);
  });

  it('ends with all of its text, or with the reason why there is no more, and says nothing behind that', async () => {
    const whole = growing();
    whole.grown('a');
    whole.grown('ab');
    whole.done('abc');
    await whole.clock.pass(1_000);
    assert.deepEqual(
      whole.told.slice(1).map(({ text, isDone }) => [text, isDone]),
      [
        ['a', false],
        ['abc', true],
      ],
    );
    const failed = growing();
    failed.grown('a');
    failed.grown('ab');
    failed.failed('No.');
    await failed.clock.pass(1_000);
    assert.deepEqual(failed.told.at(-1), {
      id: '1',
      title: 'Explain',
      text: 'ab',
      isDone: true,
      problem: 'No.',
    });
    assert.equal(failed.clock.pending, 0);
  });
});
