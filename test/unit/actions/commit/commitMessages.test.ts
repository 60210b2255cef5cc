import { strict as assert } from 'node:assert';
import { CommitMessages } from '../../../../server/src/actions/commit/commitMessages.ts';
import type { CommitQuery } from '../../../../server/src/actions/commit/query.ts';
import type { ActionEvent } from '../../../../server/src/actions/events.ts';
import { CancelledError } from '../../../../server/src/base/errors.ts';
import { EndpointError } from '../../../../server/src/domain/endpointError.ts';
import type {
  GenerationContext,
  GenerationRequest,
} from '../../../../server/src/domain/generation.ts';
import { SharingPolicy } from '../../../../server/src/privacy/sharingPolicy.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../../../tools/testing/requests.ts';

/** The part of a diff about a file in which a line is added. */
const added = (name: string, line = 'x') =>
  `diff --git a/${name} b/${name}\nindex 1..2 100644\n--- a/${name}\n+++ b/${name}\n@@ -0,0 +1 @@\n+${line}\n`;
const moved = (from: string, to: string) =>
  `diff --git a/${from} b/${to}\nsimilarity index 100%\nrename from ${from}\nrename to ${to}\n`;

interface Scene {
  readonly answer?: (request: GenerationRequest, context: GenerationContext) => string;
  readonly room?: number;
  readonly habits?: string;
  readonly exclude?: readonly string[];
}

function writing({
  answer = () => 'Add a thing',
  room = 48_000,
  habits = '',
  exclude = [],
}: Scene = {}) {
  /** The turns of the event loop come by themselves. */
  const soon = (callback: () => void) => void setImmediate(callback);
  const clock = Object.assign(new FakeClock(), { soon });
  const asked: { request: GenerationRequest; context: GenerationContext }[] = [];
  const events: ActionEvent['kind'][] = [];
  const looked: string[] = [];
  const policy = new SharingPolicy(['/project'], clock, { exclude, hidden: [] });
  const messages = new CommitMessages({
    clock,
    policy,
    habits: {
      of: async (uri) => {
        looked.push(uri);
        return habits;
      },
    },
    generate: async (request, context) => {
      asked.push({ request, context });
      return aGeneration({ text: answer(request, context) });
    },
    observe: ({ kind }) => events.push(kind),
    onUnusable: () => undefined,
    room: () => room,
  });
  const shown: string[] = [];
  const write = (changes: Partial<CommitQuery> = {}, signal = new AbortController().signal) =>
    messages.write(
      {
        folder: 'file:///project',
        diff: added('src/a.ts'),
        isCut: false,
        branch: undefined,
        subjects: [],
        hint: undefined,
        isFresh: false,
        ...changes,
      },
      signal,
      (text) => shown.push(text),
    );
  const inputs = () =>
    asked.map(({ request: { input } }) => {
      assert.ok(input.kind === 'chat');
      return input;
    });
  return { write, asked, events, inputs, shown, looked };
}

describe('a commit message', () => {
  it('is asked for as an action that somebody waits for, and can be kept', async () => {
    const { write, asked, events, looked } = writing();
    assert.deepEqual(await write(), { kind: 'message', message: 'Add a thing' });
    const [{ request, context } = assert.fail()] = asked;
    assert.deepEqual(
      [
        request.task,
        request.temperature,
        request.stopRule.name,
        context.priority,
        context.isFresh,
        context.file,
      ],
      ['action', 0, 'none', 'action', false, 'COMMIT_EDITMSG'],
    );
    assert.deepEqual(events, ['actionRequested', 'actionAnswered', 'actionApplied']);
    assert.deepEqual(looked, ['file:///project/']);
  });

  it('is asked anew where that is wanted', async () => {
    const { write, asked } = writing();
    await write({ isFresh: true });
    assert.equal(asked[0]?.context.isFresh, true);
  });

  it('is asked with branch, subjects, the author’s words and the changes', async () => {
    const { write, inputs } = writing({ habits: 'Write in German.' });
    await write({
      branch: 'feature/login',
      subjects: ['Add a door\n\nBody.', '', 'Open it'],
      hint: 'the bug of Tuesday\n# Conflicts:\n#\tother.ts\n',
    });
    assert.equal(
      inputs()[0]?.user,
      [
        'Branch: feature/login',
        'Subjects of the last commits, the newest first:\n- Add a door\n- Open it',
        'What the author has noted about this commit:\nthe bug of Tuesday',
        'Staged changes:',
        '=== src/a.ts (modified, +1 -0)\n@@ -0,0 +1 @@\n+x',
      ].join('\n\n'),
    );
    assert.match(
      inputs()[0]?.system ?? '',
      /<project_habits>\nWrite in German\.\n<\/project_habits>$/,
    );
  });

  it('is asked with a bounded part of what is beside the changes', async () => {
    const { write, inputs } = writing({ habits: 'Habit.\n'.repeat(1_000), room: 8_000 });
    await write({
      branch: 'b'.repeat(50_000),
      subjects: Array.from({ length: 100 }, () => 's'.repeat(50_000)),
      hint: 'h'.repeat(50_000),
    });
    const { system = '', user = '' } = inputs()[0] ?? {};
    assert.ok(system.length + user.length <= 6_000);
    assert.ok(user.length < 1_700, String(user.length));
    assert.match(system, /Habit\./);
  });

  it('says where the changes are not all', async () => {
    const { write, inputs } = writing();
    await write({ isCut: true });
    assert.match(inputs()[0]?.user ?? '', /^Staged changes \(there are more than are shown\):/);
  });

  it('is asked without a byte of files that are excluded, by whichever of their names', async () => {
    const { write, inputs } = writing({ exclude: ['private/**', '**/customers.sql', 'module/'] });
    const diff = [
      added('src/a.ts', 'shown'),
      added('.env', 'SECRET1'),
      added('private/plans.ts', 'SECRET2'),
      added('db/customers.sql', 'SECRET3'),
      moved('private/old.ts', 'src/moved.ts'),
      moved('src/moving.ts', 'private/moving.ts'),
      'diff --git a/module b/module\nindex 1..2 160000\n--- a/module\n+++ b/module\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n',
    ].join('');
    await write({
      diff,
      branch: 'fix/customers.sql',
      subjects: ['Correct plans.ts', 'Open the door'],
      hint: 'Merge it\nwith customers.sql',
    });
    const { user = '' } = inputs()[0] ?? {};
    assert.match(user, /shown/);
    assert.match(user, /- Open the door\n/);
    assert.match(user, /\nMerge it\n/);
    assert.doesNotMatch(user, /SECRET|\.env|plans|customers|moved|moving|module|Branch/);
  });

  it('is not asked for where all is excluded, or nothing can be read', async () => {
    const { write, asked } = writing({ exclude: ['src'] });
    assert.deepEqual(await write(), { kind: 'unasked', why: 'excluded' });
    assert.deepEqual(await write({ diff: 'no diff' }), { kind: 'unasked', why: 'unreadable' });
    assert.deepEqual(await write({ folder: 'vscode-vfs://github/a/b' }), {
      kind: 'unasked',
      why: 'elsewhere',
    });
    assert.equal(asked.length, 0);
  });

  it('is asked in what the endpoint takes', async () => {
    const diff = Array.from({ length: 40 }, (_, index) =>
      added(`src/file${index}.ts`, 'y'.repeat(300)),
    ).join('');
    for (const room of [4_000, 6_000, 20_000]) {
      const { write, inputs } = writing({ room });
      await write({ diff });
      const [{ system, user } = assert.fail()] = inputs();
      assert.ok(system.length + user.length <= room * 0.75);
    }
    const { write, asked } = writing({ room: 1_000 });
    assert.deepEqual(await write({ diff }), { kind: 'unasked', why: 'noRoom' });
    assert.equal(asked.length, 0);
  });

  for (const kind of ['tooLong', 'contextFull'] as const) {
    it(`is asked with half, and half of that, where it is ${kind}`, async () => {
      const lines = Array.from({ length: 300 }, () => '+y').join('\n');
      const diff = Array.from({ length: 60 }, (_, index) =>
        added(`src/file${index}.ts`).replace('+1 @@\n+x', `+1,300 @@\n${lines}`),
      ).join('');
      let failures = 2;
      const answer = () => {
        if (failures-- > 0) throw new EndpointError('first', kind);
        return 'Add a thing';
      };
      const { write, inputs } = writing({ answer });
      assert.equal((await write({ diff })).kind, 'message');
      const [whole = 0, half = 0, quarter = 0] = inputs().map(
        ({ system, user }) => system.length + user.length,
      );
      assert.ok(half <= whole * 0.51 && quarter <= whole * 0.26, `${whole} ${half} ${quarter}`);
      failures = 9;
      await assert.rejects(write({ diff }), { kind });
      assert.equal(inputs().length, 6);
    });
  }

  it('is not asked for again after another error', async () => {
    const { write, asked } = writing({
      answer: () => {
        throw new EndpointError('first', 'timeout');
      },
    });
    await assert.rejects(write(), { kind: 'timeout' });
    assert.equal(asked.length, 1);
  });

  it('is told while it is written, without what is around it', async () => {
    const { write, shown } = writing({
      answer: (_, { onText }) => {
        const text = '<think>so</think>\n```\nAdd a thing that is long enough\n\nBecause.\n```';
        for (let length = 1; length <= text.length; length++) onText?.(text.slice(0, length));
        return text;
      },
    });
    const whole = 'Add a thing that is long enough\n\nBecause.';
    assert.deepEqual(await write(), { kind: 'message', message: whole });
    assert.ok(shown.length > 3);
    for (const text of shown) assert.ok(whole.startsWith(text), text);
  });

  it('is refused where the answer is none', async () => {
    const { write, events } = writing({ answer: () => 'I cannot do that.' });
    assert.deepEqual(await write(), { kind: 'refused', why: 'declined' });
    assert.deepEqual(events, ['actionRequested', 'actionAnswered']);
  });

  it('is given up when nobody waits any more', async () => {
    const controller = new AbortController();
    const { write, asked } = writing();
    controller.abort();
    await assert.rejects(write({}, controller.signal), CancelledError);
    assert.equal(asked.length, 0);
  });

  it('of very many files is made in turns', async () => {
    const diff = Array.from({ length: 3_000 }, (_, index) => added(`src/file${index}.ts`)).join('');
    const { write, inputs } = writing();
    let turns = 0;
    const count = () => {
      turns++;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    await write({ diff });
    clearImmediate(timer);
    assert.ok(turns >= 50, String(turns));
    assert.match(inputs()[0]?.user ?? '', /=== and \d+ more$/);
  });
});
