import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { discover } from '../../../server/src/upstream/discovery.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const PLACE = { provider: 'ollama', url: 'http://127.0.0.1:11434' } as const;

/** The servers found where one answers with these texts, one after the other. */
async function found(texts: Iterable<string>) {
  const read = { count: 0 };
  const clock = new FakeClock();
  const call: HttpCall = async () => {
    async function* body() {
      for (const text of texts) {
        read.count++;
        yield Buffer.from(text);
      }
    }
    return { status: 200, headers: {}, body: body() };
  };
  const servers = await discover(call, clock, [PLACE]);
  assert.equal(clock.pending, 0);
  return { servers, read: read.count };
}

describe('looking for local servers', () => {
  it('finds a model that fills in, in whatever pieces its name comes', async () => {
    const { servers } = await found([
      '{"models":[{"name":"llama3"},{"na',
      'me":"qwen2.5-coder"}]}',
    ]);
    assert.deepEqual(servers, [{ id: 'ollama', ...PLACE, model: 'qwen2.5-coder' }]);
  });

  it('reads no more than a megabyte of what somebody else says there', async () => {
    const { servers, read } = await found(Array(1_500).fill('x'.repeat(1_000)));
    assert.deepEqual([servers, read], [[], 1_001]);
  });
});
