import { strict as assert } from 'node:assert';
import { parseDiff } from '../../../../server/src/actions/commit/diff.ts';
import { promptFor } from '../../../../server/src/actions/commit/prompt.ts';
import { atOnce } from '../../../../server/src/base/turns.ts';

const CODE = 'a line of code\n';
const diffOf = (lines: number) =>
  `diff --git a/a.ts b/a.ts\nindex 1..2 100644\n--- a/a.ts\n+++ b/a.ts\n@@ -0,0 +1,${lines} @@\n${`+${CODE}`.repeat(lines)}`;
const LARGE = parseDiff(diffOf(5_000));

interface Asked {
  readonly branch?: string;
  readonly subjects?: readonly string[];
  readonly hint?: string;
  readonly habits?: string;
  readonly excluded?: readonly string[];
}

function ask(room: number, { habits = '', excluded = [], ...asked }: Asked = {}) {
  const query = { branch: undefined, subjects: [], hint: undefined, isCut: false, ...asked };
  return atOnce(promptFor(query, { files: LARGE, excluded }, habits, room));
}
const user = (room: number, asked: Asked = {}) => ask(room, asked)?.user ?? '';
const count = (text: string, part: string) => text.split(part).length - 1;

describe('the question for a commit message', () => {
  it('fills three quarters of the room, and no more', () => {
    const subjects = Array.from({ length: 10 }, (_, index) => `Subject ${index}`);
    for (const room of [4_000, 9_999, 16_000, 48_000]) {
      const asked = ask(room, { branch: 'main', subjects, hint: 'h'.repeat(300) });
      assert.ok(asked);
      const length = asked.system.length + asked.user.length;
      const most = Math.floor(room * 0.75);
      assert.ok(length <= most && length > most - 100, `${length} of ${most}`);
    }
  });

  it('is none where less than three hundred units are left for the changes', () => {
    let room = 0;
    while (ask(room, { branch: 'main' }) === undefined) room++;
    const { system = '' } = ask(room, { branch: 'main' }) ?? {};
    const style = 'Branch: main\n\nStaged changes:\n\n';
    assert.equal(Math.floor(room * 0.75) - system.length - style.length, 300);
  });

  it('has habits in a quarter of it', () => {
    const { system = '' } = ask(16_000, { habits: 'A habit of 20 units\n'.repeat(1_000) }) ?? {};
    assert.equal(count(system, 'A habit of 20 units'), 150);
  });

  it('has the first lines of ten subjects, of 120 units each', () => {
    const subjects = Array.from({ length: 12 }, () => `${'s'.repeat(130)}\nBody`);
    const text = user(48_000, { subjects });
    assert.equal(count(text, `- ${'s'.repeat(120)}\n`), 10);
    assert.ok(!text.includes('s'.repeat(121)) && !text.includes('Body'));
  });

  it('has subjects and a note in a tenth of it', () => {
    const subjects = Array.from({ length: 10 }, () => 's'.repeat(98));
    // A tenth is 600 units: five lines of a hundred and one, as the last one ends without.
    assert.equal(count(user(8_000, { subjects }), `- ${'s'.repeat(98)}`), 5);
    assert.equal(count(user(8_000, { hint: 'h'.repeat(2_000) }), 'h'.repeat(600)), 1);
    assert.equal(count(user(8_000, { hint: 'h'.repeat(2_000) }), 'h'.repeat(601)), 0);
  });

  it('has a thousand units of a note, and 120 of a branch', () => {
    const text = user(48_000, { hint: 'h'.repeat(2_000), branch: 'b'.repeat(200) });
    assert.ok(text.includes('h'.repeat(1_000)) && !text.includes('h'.repeat(1_001)));
    assert.ok(text.includes('b'.repeat(120)) && !text.includes('b'.repeat(121)));
  });

  it('names no file that is excluded, by path or name, but for names that are words', () => {
    const subjects = ['Fix lib/abcd', 'Fix abcd', 'Fix abc', 'Fix bcd', 'Fix it'];
    const text = user(48_000, { subjects, excluded: ['lib/abcd', 'abc', 'x/it'] });
    assert.match(text, /\n- Fix abc\n- Fix bcd\n- Fix it\n\n/);
    assert.ok(!text.includes('abcd'));
  });

  it('has nothing of git’s own remarks in what the author has typed', () => {
    assert.ok(!user(48_000, { hint: '\n# Conflicts:\n#\ta.ts\n' }).includes('noted'));
  });
});
