import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import type { Priority } from '../../../server/src/domain/generation.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { freshRequest, requestPath } from '../../../tools/testing/requestPath.ts';
import { aContext } from '../../../tools/testing/requests.ts';

const ANSWER = JSON.stringify({ choices: [{ message: { content: 'a' }, finish_reason: 'stop' }] });

function path(limits: object) {
  const answers: (() => void)[] = [];
  const state = { holds: false };
  const call: HttpCall = async () => {
    if (state.holds) await new Promise<void>((resolve) => answers.push(resolve));
    async function* body() {
      yield Buffer.from(ANSWER);
    }
    return { status: 200, headers: { 'content-type': 'application/json' }, body: body() };
  };
  const endpoint = { id: 'first', provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'm' };
  const settings = {
    endpoints: [{ ...endpoint, limits }],
    'cache.disk.enable': false,
  };
  const clock = new FakeClock();
  const engine = requestPath({ clock, call, settings });
  const ask = async (priority: Priority = 'invoked') => {
    const asked = engine.generate(freshRequest(), aContext({ priority }));
    await clock.pass(1);
    return asked;
  };
  const ended = () => {
    for (const end of answers.splice(0)) end();
    state.holds = false;
  };
  return { engine, ask, state, ended };
}

describe('asking ahead of the user', () => {
  it('stops while half of a budget is spent', async () => {
    for (const limits of [{ requestsPerMinute: 10 }, { requestsPerDay: 10 }]) {
      const { engine, ask } = path(limits);
      for (let spent = 0; spent < 5; spent++) {
        assert.equal(engine.maySpeculate(), true, `${JSON.stringify(limits)} ${spent}`);
        await ask();
      }
      assert.equal(engine.maySpeculate(), false);
      engine.dispose();
    }
  });

  it('waits until nothing else is under way', async () => {
    const { engine, ask, state, ended } = path({});
    assert.equal(engine.maySpeculate(), true);
    state.holds = true;
    const asked = ask();
    await settled();
    assert.equal(engine.maySpeculate(), false);
    ended();
    await asked;
    assert.equal(engine.maySpeculate(), true);
    engine.dispose();
  });
});

describe('a request that the user makes', () => {
  it('has somewhere to go while the share of automatic ones is spent', async () => {
    const { engine, ask } = path({ requestsPerMinute: 10 });
    for (let spent = 0; spent < 9; spent++) await ask('automatic');
    assert.deepEqual([engine.route('automatic'), engine.route('invoked')?.model], [undefined, 'm']);
    engine.dispose();
  });
});
