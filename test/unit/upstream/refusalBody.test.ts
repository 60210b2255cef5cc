import { strict as assert } from 'node:assert';
import { refusalOf } from '../../../server/src/upstream/refusalBody.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const response = (body: AsyncIterable<Uint8Array>) => ({ status: 500, headers: {}, body });

describe('the body of an error', () => {
  it('is what came within a second where it never ends, and its connection is left', async () => {
    const clock = new FakeClock();
    let isLeft = false;
    const parts = [Buffer.from('busy')];
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          const value = parts.pop();
          return value === undefined
            ? new Promise<never>(() => undefined)
            : Promise.resolve({ done: false as const, value });
        },
        return: async () => {
          isLeft = true;
          return { done: true as const, value: undefined };
        },
      }),
    };
    let read: string | undefined;
    void refusalOf(response(body), clock).then((text) => {
      read = text;
    });
    await clock.pass(999);
    assert.equal(read, undefined);
    await clock.pass(1);
    assert.deepEqual([read, isLeft, clock.pending], ['busy', true, 0]);
  });

  it('is what came before it broke, and no more than 64 KB and a part', async () => {
    async function* breaking() {
      yield Buffer.from('busy');
      throw new Error('reset');
    }
    assert.equal(await refusalOf(response(breaking()), new FakeClock()), 'busy');
    async function* endless() {
      for (;;) yield Buffer.alloc(10_000, 'x');
    }
    assert.equal((await refusalOf(response(endless()), new FakeClock())).length, 70_000);
  });
});
