import { strict as assert } from 'node:assert';
import { EventEmitter } from 'node:events';
import { ApiError } from '../../../../server/src/http/openai/apiError.ts';
import { type Exchange, sendError } from '../../../../server/src/http/openai/exchange.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

/** A request whose body is still on its way, and what its response is told. */
function refused(clock: FakeClock) {
  const told: string[] = [];
  const request = Object.assign(new EventEmitter(), {
    complete: false,
    httpVersionMajor: 1,
    resume: () => told.push('read on'),
  });
  const response = {
    writeHead: (status: number) => told.push(String(status)),
    write: () => told.push('body'),
    end: () => told.push('end'),
  };
  const exchange = { request, response, id: 'a', onTurn: () => assert.fail() };
  const error = new ApiError('Too large.', { status: 413, type: 'invalid_request_error' });
  sendError(exchange as unknown as Exchange, error, clock);
  return { request, told };
}

describe('a refusal of a request whose body is still on its way', () => {
  const begun = ['413', 'body', 'read on'];

  it('is told at once, and the connection closed when all has come', () => {
    const clock = new FakeClock();
    const { request, told } = refused(clock);
    assert.deepEqual(told, begun);
    request.emit('end');
    assert.deepEqual(told, [...begun, 'end']);
    assert.equal(clock.pending, 0);
  });

  it('waits no longer than two seconds for that', async () => {
    const clock = new FakeClock();
    const { told } = refused(clock);
    await clock.pass(1_999);
    assert.deepEqual(told, begun);
    await clock.pass(1);
    assert.deepEqual(told, [...begun, 'end']);
  });

  it('holds nothing when its client leaves', () => {
    const clock = new FakeClock();
    refused(clock).request.emit('close');
    assert.equal(clock.pending, 0);
  });
});
