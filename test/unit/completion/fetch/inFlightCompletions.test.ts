import { strict as assert } from 'node:assert';
import { getEventListeners } from 'node:events';
import { CancelledError } from '../../../../server/src/base/errors.ts';
import { cursorAt } from '../../../../server/src/completion/cursor.ts';
import {
  InFlightCompletions,
  type Outcome,
} from '../../../../server/src/completion/fetch/inFlightCompletions.ts';
import type { Suggestion } from '../../../../server/src/completion/memory/suggestion.ts';
import { LiveDocument } from '../../../../server/src/documents/liveDocument.ts';
import { EndpointError } from '../../../../server/src/domain/endpointError.ts';
import type { Generation } from '../../../../server/src/domain/generation.ts';
import { FakeClock, settled } from '../../../../tools/testing/fakeClock.ts';
import { aGeneration, aRequest } from '../../../../tools/testing/requests.ts';
import { atCaret, positionIn } from '../../../support/caret.ts';

const LONG_LINE = 'const total = ';
/** A stream that the test plays. */
interface Stream {
  readonly signal: AbortSignal;
  say(textSoFar: string): Promise<void>;
  end(text: string, more?: Partial<Generation>): Promise<void>;
  fail(error: Error): Promise<void>;
}

function document() {
  const clock = new FakeClock();
  const streams: Stream[] = [];
  const kept: Suggestion[] = [];
  let ids = 0;
  const calls = new InFlightCompletions({
    clock,
    keep: (_, suggestion) => kept.push(suggestion),
    newId: () => String(++ids),
    generate: (_, { signal, onText }) =>
      new Promise((resolve, reject) => {
        streams.push({
          signal,
          say: async (text) => {
            onText?.(text);
            await settled();
          },
          end: async (text, more) => {
            resolve(aGeneration({ text, ...more }));
            await settled();
          },
          fail: async (error) => {
            reject(error);
            await settled();
          },
        });
      }),
  });
  const cursor = (drawn: string) => {
    const { text, offset } = atCaret(drawn);
    return cursorAt(
      LiveDocument.create('file:///a.ts', 'typescript', 1, text),
      positionIn(text, offset),
    );
  };
  /** A waiter; `rest` is what it was given, '…' while it waits. */
  const waiter = (outcome: Promise<Outcome> | undefined, controller: AbortController) => {
    const seen = {
      rest: '…' as string | undefined,
      leave: () => controller.abort(),
      listeners: () => getEventListeners(controller.signal, 'abort').length,
    };
    outcome?.then(
      (result) => {
        seen.rest = typeof result === 'object' ? result.rest : result;
      },
      (error: Error) => {
        seen.rest = error instanceof CancelledError ? 'cancelled' : error.constructor.name;
      },
    );
    return seen;
  };
  const begin = (drawn: string) => {
    const controller = new AbortController();
    const at = cursor(drawn);
    calls.follow(at);
    const asked = { priority: 'automatic' } as const;
    return waiter(calls.begin(at, 'm', aRequest(), asked, controller.signal), controller);
  };
  const join = (drawn: string) => {
    const controller = new AbortController();
    const at = cursor(drawn);
    calls.follow(at);
    const outcome = calls.join(at, controller.signal);
    return outcome === undefined ? undefined : waiter(outcome, controller);
  };
  return { calls, clock, streams, kept, begin, join };
}

describe('calls under way', () => {
  it('answer as soon as the rest of the line is whole, and go on for the tail', async () => {
    const { begin, streams, kept } = document();
    const waiter = begin(`${LONG_LINE}|`);
    await streams[0]?.say('sum(it');
    assert.equal(waiter.rest, '…');
    await streams[0]?.say('sum(items);\n');
    assert.equal(waiter.rest, 'sum(items);');
    await streams[0]?.end('sum(items);\nreturn total;');
    assert.deepEqual(
      kept.map(({ id, text }) => [id, text]),
      [
        ['1', 'sum(items);'],
        ['1', 'sum(items);\nreturn total;'],
      ],
    );
  });

  it('are not listened for by who has his answer, or knows that there is none', async () => {
    const { begin, join, streams, calls } = document();
    const first = begin(`${LONG_LINE}|`);
    const joined = join(`${LONG_LINE}s|`);
    assert.deepEqual([first.listeners(), joined?.listeners()], [1, 1]);
    await streams[0]?.end('sum(items);');
    assert.deepEqual([first.listeners(), joined?.listeners()], [0, 0]);
    const failed = begin('a = |');
    await streams[1]?.fail(new Error('no'));
    const closed = begin('b = |');
    calls.close();
    assert.deepEqual([failed.listeners(), closed.listeners()], [0, 0]);
  });

  it('leave nothing open before what follows on the line, however long that takes', async () => {
    const { begin, streams, clock } = document();
    const waiter = begin('run(|);');
    await streams[0]?.say('(x) => {\n  a(x);\n  b(');
    await clock.pass(1_000);
    assert.equal(waiter.rest, '…');
    await streams[0]?.end('(x) => {\n  a(x);\n  b(x);\n}');
    assert.equal(waiter.rest, '(x) => {\n  a(x);\n  b(x);\n}');
  });

  it('wait for the block that a line opens, but not for long', async () => {
    const { begin, streams, clock } = document();
    const waiter = begin('if |');
    await streams[0]?.say('(a) {\n  b();\n');
    assert.equal(waiter.rest, '…');
    await clock.pass(29);
    assert.equal(waiter.rest, '…');
    await streams[0]?.say('(a) {\n  b();\n}\nc');
    assert.equal(waiter.rest, '…', 'what follows the block is not known yet');
    await streams[0]?.say('(a) {\n  b();\n}\nc(');
    assert.equal(waiter.rest, '(a) {\n  b();\n}');
    const other = document();
    const impatient = other.begin('if |');
    await other.streams[0]?.say('(a) {\n  b();\n');
    await other.clock.pass(30);
    assert.equal(impatient.rest, '(a) {\n  b();');
  });

  it('wait for what closes before the rest of a line, however long', async () => {
    const { begin, streams, clock } = document();
    const waiter = begin('send(|);');
    await streams[0]?.say('{\n  to: you,\n');
    await clock.pass(200);
    assert.equal(waiter.rest, '…');
    await streams[0]?.say('{\n  to: you,\n}\n');
    assert.equal(waiter.rest, '{\n  to: you,\n}');
    const other = document();
    other.begin('send(|);').leave();
    await other.streams[0]?.say('{\n  to: you,\n');
    other.begin('other(|);');
    assert.deepEqual([other.streams[0]?.signal.aborted, other.kept], [true, []]);
  });

  it('serve what is typed on, before and after text has come', async () => {
    const { begin, join, streams } = document();
    const first = begin(`${LONG_LINE}|`);
    first.leave();
    const second = join(`${LONG_LINE}s|`);
    second?.leave();
    await streams[0]?.say('su');
    const third = join(`${LONG_LINE}sum(|)`);
    assert.equal(third?.rest, '…');
    await streams[0]?.say('sum(items);\n');
    assert.deepEqual(
      [first.rest, second?.rest, third?.rest],
      ['cancelled', 'cancelled', 'items);'],
    );
    assert.equal(streams.length, 1);
    assert.equal(streams[0]?.signal.aborted, false);
  });

  it('are aborted by the first event that parts from them, their whole lines kept', async () => {
    const { begin, join, streams, kept } = document();
    begin(`${LONG_LINE}|`).leave();
    await streams[0]?.say('sum(\n  items,\n  st');
    assert.equal(join(`${LONG_LINE}x|`), undefined);
    assert.equal(streams[0]?.signal.aborted, true);
    assert.equal(kept.at(-1)?.text, 'sum(\n  items,');
  });

  it('tell who typed ahead that the text went another way', async () => {
    const { begin, join, streams } = document();
    begin(`${LONG_LINE}|`).leave();
    const ahead = join(`${LONG_LINE}x|`);
    await streams[0]?.say('sum(');
    assert.equal(ahead?.rest, 'diverged');
    assert.equal(streams[0]?.signal.aborted, true);
  });

  it('end a moment after the last waiter has left', async () => {
    const { begin, clock, streams, calls } = document();
    begin(`${LONG_LINE}|`).leave();
    await clock.pass(299);
    assert.equal(streams[0]?.signal.aborted, false);
    await clock.pass(1);
    assert.equal(streams[0]?.signal.aborted, true);
    assert.ok(calls.isIdle);
    assert.equal(clock.pending, 0);
  });

  it('leave no timer when they end before that', async () => {
    const { begin, clock, streams } = document();
    begin(`${LONG_LINE}|`).leave();
    assert.equal(clock.pending, 1);
    await streams[0]?.end('sum(items);');
    assert.equal(clock.pending, 0);
  });

  it('go on for the tail of what was shown, within bounds', async () => {
    const { begin, clock, streams } = document();
    begin(`${LONG_LINE}|`);
    await streams[0]?.say('sum(items);\n');
    await clock.pass(4_999);
    assert.equal(streams[0]?.signal.aborted, false);
    await clock.pass(1);
    assert.equal(streams[0]?.signal.aborted, true);
  });

  it('are two in a document at most; whoever waited for the oldest is answered', async () => {
    const { begin, streams } = document();
    const text = (marked: number) =>
      Array.from({ length: 30 }, (_, line) => `line${line}();${line === marked ? ' |' : ''}`).join(
        '\n',
      );
    const waiters = [5, 15, 25].map((line) => begin(text(line)));
    await settled();
    assert.deepEqual(
      streams.map(({ signal }) => signal.aborted),
      [true, false, false],
    );
    assert.deepEqual(
      waiters.map(({ rest }) => rest),
      [undefined, '…', '…'],
    );
  });

  it('answer whoever they fit when they come late', async () => {
    const { calls, begin, streams } = document();
    begin(`${LONG_LINE}|`).leave();
    const second = begin(`${LONG_LINE}s|`);
    await streams[0]?.say('sum(items);\n');
    assert.equal(second.rest, 'um(items);');
    calls.close();
    assert.deepEqual(
      streams.map(({ signal }) => signal.aborted),
      [true, true],
    );
  });

  it('fail for all who have nothing else to wait for', async () => {
    const { begin, join, streams } = document();
    const first = begin(`${LONG_LINE}|`);
    const second = join(`${LONG_LINE}s|`);
    await streams[0]?.fail(new EndpointError('scripted', 'server'));
    assert.deepEqual([first.rest, second?.rest], ['EndpointError', 'EndpointError']);
  });

  it('ask again where the text ended before what was typed', async () => {
    const { begin, join, streams } = document();
    begin(`${LONG_LINE}|`).leave();
    const ahead = join(`${LONG_LINE}sum|`);
    await streams[0]?.end('su');
    assert.equal(ahead?.rest, 'diverged');
  });

  it('keep what they showed, whatever the whole text turns out to be', async () => {
    const { begin, streams, kept } = document();
    begin('|');
    await streams[0]?.say('a();\na();\nb');
    const lines = Array.from({ length: 6 }, () => 'a();').join('\n');
    await streams[0]?.end(lines);
    assert.ok(kept.at(-1)?.text.startsWith(kept[0]?.text ?? '?'));
  });

  it('leave nobody waiting when the document is closed', async () => {
    const { begin, calls } = document();
    const waiter = begin(`${LONG_LINE}|`);
    calls.close();
    await settled();
    assert.equal(waiter.rest, undefined);
    assert.ok(calls.isIdle);
  });
});
