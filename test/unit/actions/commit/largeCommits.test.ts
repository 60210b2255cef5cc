import { strict as assert } from 'node:assert';
import { CommitMessages } from '../../../../server/src/actions/commit/commitMessages.ts';
import { MAX_FILES, parseDiff, readDiff } from '../../../../server/src/actions/commit/diff.ts';
import { fittedDiff } from '../../../../server/src/actions/commit/fitDiff.ts';
import { fitHunks } from '../../../../server/src/actions/commit/fitHunks.ts';
import { isGenerated } from '../../../../server/src/actions/commit/generated.ts';
import { shownMessage } from '../../../../server/src/actions/commit/readMessage.ts';
import { CancelledError } from '../../../../server/src/base/errors.ts';
import type { Pieces } from '../../../../server/src/base/turns.ts';
import type { GenerationContext } from '../../../../server/src/domain/generation.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../../../tools/testing/requests.ts';

const headsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `diff --git a/f${index} b/f${index}\n`).join('');
const oneHunk = (lines: number) =>
  `diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -0,0 +1,${lines} @@\n${'+x\n'.repeat(lines)}`;

function restsOf(work: Pieces<unknown>): number {
  let rests = 0;
  while (work.next().done !== true) rests++;
  return rests;
}

interface Scene {
  readonly soon?: (turn: number) => void;
  readonly answer?: (onText: NonNullable<GenerationContext['onText']>) => string;
}

function writing({ soon = () => undefined, answer = () => 'Add a thing' }: Scene) {
  let turns = 0;
  const asked: string[] = [];
  const shown: string[] = [];
  const clock = Object.assign(new FakeClock(), {
    soon: (callback: () => void) => {
      soon(++turns);
      setImmediate(callback);
    },
  });
  const messages = new CommitMessages({
    clock,
    policy: { exclusionOf: () => undefined },
    habits: { of: async () => '' },
    generate: async ({ input }, { onText }) => {
      asked.push(input.kind === 'chat' ? input.user : '');
      return aGeneration({ text: answer(onText ?? assert.fail()) });
    },
    observe: () => undefined,
    onUnusable: () => undefined,
    room: () => 20_000,
  });
  const write = (diff: string, signal = new AbortController().signal) =>
    messages.write(
      {
        folder: 'file:///project',
        diff,
        isCut: false,
        branch: undefined,
        subjects: [],
        hint: undefined,
        isFresh: false,
      },
      signal,
      (text) => shown.push(text),
    );
  return { write, asked, shown };
}

describe('a large commit', () => {
  it('is read in pieces, whatever makes it large', () => {
    assert.ok(restsOf(readDiff(oneHunk(200_000))) >= 19);
    assert.ok(restsOf(readDiff(`${oneHunk(1)}${'@@ -1 +1 @@\n'.repeat(50_000)}`)) >= 40);
    assert.ok(restsOf(readDiff(`diff --git a/a b/a\n${'index 1\n'.repeat(50_000)}`)) >= 40);
    assert.ok(restsOf(readDiff('x\n'.repeat(50_000))) >= 40);
    assert.ok(restsOf(readDiff(headsOf(4_500))) >= 4);
    assert.ok(restsOf(readDiff(`\x1b[m${'x\n'.repeat(400_000)}`)) >= 3 + 390);
    const colored = `\x1b[1m${oneHunk(200_000)}`.replaceAll('+x', '\x1b[32m+x\x1b[m');
    assert.deepEqual(parseDiff(colored), parseDiff(oneHunk(200_000)));
  });

  it('is put into its room in pieces', () => {
    const files = parseDiff(headsOf(1_000));
    assert.ok(restsOf(fittedDiff(files, 1_000_000)) >= 40);
    assert.ok(restsOf(fittedDiff(files, 500)) >= 19);
  });

  it('of more than 5,000 files is told as cut', async () => {
    assert.equal(parseDiff(headsOf(MAX_FILES + 100)).length, MAX_FILES + 1);
    const { write, asked } = writing({});
    await write(headsOf(MAX_FILES + 100));
    await write(headsOf(MAX_FILES));
    assert.match(asked[0] ?? '', /^Staged changes \(there are more than are shown\)/);
    assert.match(asked[1] ?? '', /^Staged changes:/);
  });

  it('is given up between two turns when nobody waits any more', async () => {
    const controller = new AbortController();
    let last = 0;
    const soon = (turn: number) => {
      last = turn;
      if (turn === 12) controller.abort();
    };
    const { write, asked } = writing({ soon });
    await assert.rejects(write(headsOf(4_000), controller.signal), CancelledError);
    assert.deepEqual([last, asked.length], [12, 0]);
  });

  it('is shown with 2,000 hunks of a file, and the number of others', () => {
    const hunk = { text: '@@ -1 +1 @@\n+x', added: 1, removed: 0, count: 2 };
    const hunks = Array.from({ length: 2_500 }, () => hunk);
    assert.match(fitHunks(hunks, 1_000_000), /\[… 500 more parts not shown\]$/);
  });

  it('is looked through for long lines in its first 256 KB', () => {
    const long = 'x'.repeat(20_000);
    const fileOf = (lines: number) =>
      parseDiff(oneHunk(lines + 1).replace(/\+x\n$/, `+${long}\n`))[0] ?? assert.fail();
    assert.deepEqual([isGenerated(fileOf(1_000)), isGenerated(fileOf(100_000))], [true, false]);
  });
});

describe('a message that grows', () => {
  it('ends when it is longer than messages are', async () => {
    const wants: boolean[] = [];
    const whole = `Add a thing\n\n${'Because.\n\n'.repeat(1_000)}`;
    const answer = (onText: (text: string) => boolean) => {
      for (const length of [2_000, 4_000, 5_500]) wants.push(onText(whole.slice(0, length)));
      return whole.slice(0, 5_500);
    };
    const { write, shown } = writing({ answer });
    const outcome = await write(oneHunk(1));
    assert.deepEqual([wants, shown.length, outcome.kind], [[true, true, false], 2, 'message']);
    assert.equal(shownMessage(whole), undefined);
  });

  it('is looked at less often behind long thinking', async () => {
    const thinking = `<think>${'so '.repeat(10_000)}</think>`;
    const lines = Array.from({ length: 400 }, (_, index) => `Line ${index}.`).join('\n');
    const answer = (onText: (text: string) => boolean) => {
      const message = `Add a thing\n\n${lines}`;
      for (let length = 1; length <= message.length; length++) {
        onText(thinking + message.slice(0, length));
      }
      return message;
    };
    const { write, shown } = writing({ answer });
    await write(oneHunk(1));
    assert.ok(shown.length >= 3 && shown.length <= 6, String(shown.length));
  });
});
