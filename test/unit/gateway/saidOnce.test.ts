import { strict as assert } from 'node:assert';
import { SaidOnce } from '../../../server/src/gateway/saidOnce.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('what processes of a gateway have to say', () => {
  it('is said once a minute, whoever of them says it', async () => {
    const clock = new FakeClock();
    const said: string[] = [];
    const once = new SaidOnce(clock, (sentence) => said.push(sentence));
    for (const sentence of ['a', 'a', 'b']) once.say(sentence);
    assert.deepEqual(said, ['a', 'b']);
    await clock.pass(59_999);
    once.say('a');
    assert.equal(said.length, 2);
    await clock.pass(1);
    once.say('a');
    assert.deepEqual(said, ['a', 'b', 'a']);
    once.forget();
    once.say('a');
    assert.equal(said.length, 4);
  });

  it('is said again within a minute where it was over in between', () => {
    const said: string[] = [];
    const once = new SaidOnce(new FakeClock(), (sentence) => said.push(sentence));
    for (const sentence of ['away', 'back', 'away', 'back'])
      for (let process = 0; process < 2; process++) once.say(sentence, 'redis');
    assert.deepEqual(said, ['away', 'back', 'away', 'back']);
  });

  it('is said four times a minute of what comes and goes, and then how it stands', async () => {
    const clock = new FakeClock();
    const said: string[] = [];
    const once = new SaidOnce(clock, (sentence) => said.push(sentence));
    const flap = (times: number) => {
      for (let time = 0; time < times; time++) once.say(time % 2 === 0 ? 'away' : 'back', 'redis');
    };
    flap(99);
    assert.deepEqual(said.splice(0), ['away', 'back', 'away', 'back']);
    await clock.pass(60_000);
    assert.deepEqual(said.splice(0), ['away']);
    await clock.pass(60_000);
    flap(100);
    said.splice(0);
    await clock.pass(60_000);
    assert.deepEqual(said, [], 'it stands as it was said last');
    flap(99);
    once.forget();
    assert.equal(clock.pending, 0);
  });

  it('is said of every kind, also where others have come and gone first', async () => {
    const clock = new FakeClock();
    const said: string[] = [];
    const once = new SaidOnce(clock, (sentence) => said.push(sentence));
    const come = (...sentences: string[]) => {
      for (const each of sentences) once.say(each, 'main');
    };
    come('busy', 'back', 'busy', 'back');
    await clock.pass(1_000);
    come('key', 'back', 'busy', 'back', 'key', 'back');
    assert.deepEqual(said.splice(0), ['busy', 'back', 'busy', 'back']);
    await clock.pass(59_000);
    assert.deepEqual(said.splice(0), ['key', 'back'], 'how it stands last');
    come('busy');
    assert.deepEqual(said.splice(0), ['busy']);
    once.forget();
  });

  it('is four sentences in any minute, however many kinds there are in whatever order', async () => {
    const clock = new FakeClock();
    const said: { sentence: string; at: number }[] = [];
    const once = new SaidOnce(clock, (sentence) => said.push({ sentence, at: clock.monotonic() }));
    const kinds = ['a', 'b', 'c', 'd', 'e', 'f', 'back'];
    for (let step = 0; step < 2_000; step++) {
      once.say(kinds[(step * step + step) % kinds.length] as string, 'main');
      await clock.pass(97);
    }
    for (const { at } of said) {
      const within = said.filter((each) => each.at > at - 60_000 && each.at <= at);
      assert.ok(within.length <= 4, `${within.length} at ${at}`);
    }
    once.say('at last', 'main');
    await clock.pass(60_000);
    assert.equal(said.at(-1)?.sentence, 'at last');
    assert.equal(clock.pending, 0);
  });

  it('is not remembered without end', () => {
    const said: string[] = [];
    const once = new SaidOnce(new FakeClock(), (sentence) => said.push(sentence));
    for (let at = 0; at < 201; at++) once.say(`${at}`);
    once.say('0');
    assert.equal(said.length, 202);
  });
});
