import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { discover, LOCAL_PLACES } from '../../../server/src/upstream/discovery.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const OLLAMA = LOCAL_PLACES.filter(({ provider }) => provider === 'ollama');

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
  const servers = await discover(call, clock, OLLAMA);
  assert.equal(clock.pending, 0);
  return { servers, read: read.count };
}

describe('looking for local servers', () => {
  it('finds a model that fills in, in whatever pieces its name comes', async () => {
    const { servers } = await found([
      '{"models":[{"name":"llama3"},{"na',
      'me":"qwen2.5-coder"}]}',
    ]);
    const url = 'http://127.0.0.1:11434';
    const endpoint = { id: 'ollama', provider: 'ollama', url, model: 'qwen2.5-coder' };
    assert.deepEqual(servers, [{ label: 'Ollama', endpoint }]);
  });

  it('takes no model whose name is none', async () => {
    const bad = [
      '[x](command:y)',
      'a b',
      'a\nb',
      '<b>',
      'x'.repeat(201),
      '',
      '\u202ea',
      'a`b',
      '-a',
      '$(x)',
    ];
    const listed = [...bad, 5, null, ['a'], { a: 1 }].map((name) => ({ name }));
    const { servers } = await found([JSON.stringify({ models: [null, 7, ...listed] })]);
    assert.deepEqual(servers, []);
    const good = ['hf.co/bartowski/Qwen2.5-Coder:Q4_K_M', 'codestral@22b', '模型:7b'];
    for (const name of good) {
      const { servers } = await found([JSON.stringify({ models: [{ name: '[x](y)' }, { name }] })]);
      assert.equal(servers[0]?.endpoint.model, name);
    }
  });

  it('reads no more than a megabyte of what somebody else says there', async () => {
    const { servers, read } = await found(Array(1_500).fill('x'.repeat(1_000)));
    assert.deepEqual([servers, read], [[], 1_001]);
  });
});
