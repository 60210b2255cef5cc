import { strict as assert } from 'node:assert';
import { summarize } from '../../../server/src/cache/contents.ts';

const entry = (file: string, bytes: number, storedAt: number, model = 'm') =>
  ({ tier: 'disk', model, file, bytes, storedAt }) as const;

describe('the contents of the cache', () => {
  it('are summed up by tier, model and file, the newest first', async () => {
    async function* listed() {
      yield entry('a.ts', 10, 5);
      yield entry('b.ts', 1, 20);
      yield entry('a.ts', 30, 3);
      yield entry('a.ts', 7, 9, 'other');
    }
    const rows = await summarize(listed());
    assert.deepEqual(
      rows.map(({ file, model, entries, bytes, oldest, newest }) => [
        file,
        model,
        entries,
        bytes,
        oldest,
        newest,
      ]),
      [
        ['b.ts', 'm', 1, 1, 20, 20],
        ['a.ts', 'other', 1, 7, 9, 9],
        ['a.ts', 'm', 2, 40, 3, 5],
      ],
    );
  });
});
