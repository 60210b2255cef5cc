import { strict as assert } from 'node:assert';
import { createHook } from 'node:async_hooks';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { leavable } from '../../../../server/src/upstream/transport/leavableBody.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

/** A body as undici gives it, as far as it is used. */
function aBody() {
  const dumped: unknown[] = [];
  const body = Object.assign(new Readable({ read: () => undefined }), {
    dump: async (how: unknown) => void dumped.push(how),
  });
  let broken = 0;
  const clock = new FakeClock();
  const { body: read, finish } = leavable(
    body as unknown as Dispatcher.ResponseData['body'],
    clock,
    (isLeft) => {
      if (!isLeft) broken++;
    },
  );
  const iterator = read[Symbol.asyncIterator]();
  const next = async () => {
    const { done, value } = await iterator.next();
    return done === true ? 'end' : Buffer.from(value).toString();
  };
  return { body, clock, dumped, finish, iterator, next, broken: () => broken };
}

describe('a body that may be left', () => {
  it('is read piece by piece as it comes, to its end', async () => {
    const { body, next } = aBody();
    const first = next();
    body.push('one');
    assert.equal(await first, 'one');
    body.push('two');
    assert.equal(await next(), 'two');
    const last = next();
    body.push(null);
    assert.equal(await last, 'end');
    assert.equal(await next(), 'end');
    assert.equal(body.listenerCount('readable'), 0);
  });

  it('gives what came before it broke, and then says that it broke', async () => {
    const { body, broken, next } = aBody();
    body.push('one');
    assert.equal(await next(), 'one');
    const waiting = next();
    body.destroy(new Error('reset'));
    await assert.rejects(waiting, /reset/);
    assert.equal(broken(), 1);
  });

  it('is no whole one where its connection closes too early', async () => {
    const { body, next } = aBody();
    const waiting = next();
    body.destroy();
    await assert.rejects(waiting, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });

  it('is closed when its reader leaves, and a read under way ends', async () => {
    const { body, broken, dumped, iterator, next } = aBody();
    // undici's bodies tell of an error when they are closed before their end.
    body._destroy = (_, done) => done(new Error('aborted'));
    body.push('one');
    await next();
    const waiting = next();
    await iterator.return?.();
    assert.equal(await waiting, 'end');
    assert.equal(await next(), 'end');
    assert.equal(body.destroyed, true);
    assert.deepEqual(dumped, []);
    await new Promise(setImmediate);
    assert.equal(broken(), 0);
  });

  it('is read to its end behind the back of a reader who has finished, for a second at most', async () => {
    const { body, clock, dumped, finish, iterator, next } = aBody();
    body.push('one');
    await next();
    finish?.();
    await iterator.return?.();
    await iterator.return?.();
    assert.equal(body.destroyed, false);
    assert.deepEqual(dumped, [{ limit: 16_384 }]);
    // Nobody else listens: only so it flows.
    assert.equal(body.listenerCount('readable'), 0);
    await Promise.resolve();
    assert.equal(clock.pending, 0);
  });

  it('is closed where its end does not come', async () => {
    const { body, clock, finish, iterator, next } = aBody();
    Object.assign(body, { dump: () => new Promise(() => undefined) });
    body.push('one');
    await next();
    finish?.();
    await iterator.return?.();
    await clock.pass(999);
    assert.equal(body.destroyed, false);
    await clock.pass(1);
    assert.equal(body.destroyed, true);
  });

  it('is read with one promise for each piece', async () => {
    const { body, next } = aBody();
    let promises = 0;
    const hook = createHook({
      init: (_id, type) => {
        if (type === 'PROMISE') promises++;
      },
    });
    hook.enable();
    for (let piece = 0; piece < PIECES; piece++) {
      const waiting = next();
      body.push('a');
      await waiting;
    }
    hook.disable();
    // Three are those of `next` and of this loop; with Node's own iterator there are eight.
    assert.ok(promises <= 4 * PIECES + 10, `${promises / PIECES} for each`);
  });
});

const PIECES = 100;
