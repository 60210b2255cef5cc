import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { EndpointTest } from '../../../server/src/engine/endpointTest.ts';
import { endpointParams } from '../../../server/src/lsp/door/customParams.ts';
import { commandEndpoint } from '../../../server/src/lsp/endpointCommands.ts';
import { type EndpointParams, MAX_ENDPOINT_TEXT } from '../../../server/src/protocol/messages.ts';
import { HOSTILE_TEXTS } from '../../../tools/testing/hostileTexts.ts';
import { activeIn } from '../../support/markup.ts';

const WORKS: EndpointTest = {
  kind: 'works',
  endpointId: 'mine',
  firstWordMs: 240,
  tokensPerSecond: 43.4,
  limits: { requestsPerMinute: 15, concurrency: 4, inputTokens: 7_168 },
  told: { requestsLeft: 12 },
};

describe('a command about an endpoint', () => {
  let log: string[];
  let outcome: EndpointTest | 'running' | 'unknown';
  let change: 'done' | 'before' | 'unknown';
  let [isTrusted, isPaused, canSetKey] = [true, false, true];

  beforeEach(() => {
    [log, outcome, change, isTrusted, isPaused, canSetKey] = [[], WORKS, 'done', true, false, true];
  });

  const run = (command: EndpointParams['do'], endpointId = 'mine') => {
    const control = {
      pause: () => change,
      resume: () => change,
      isPaused: () => isPaused,
      test: async () => outcome,
    };
    return commandEndpoint(
      { control: control as never, isTrusted },
      { endpointId, do: command },
      { log: (line) => void log.push(line), canSetKey: () => canSetKey },
      new AbortController().signal,
    );
  };
  const failing = (error: EndpointError): EndpointTest => ({
    kind: 'fails',
    endpointId: error.endpointId,
    error,
  });

  it('pauses and resumes it with one line in the log each', async () => {
    const paused = await run('pause');
    assert.equal(paused.isDone, true);
    assert.match(
      paused.text,
      /"mine" is paused\. Nothing is sent to it until you run “Aurelis: Res/,
    );
    assert.match((await run('resume')).text, /"mine" is used again/);
    assert.deepEqual(log, [
      'Endpoint "mine": paused by the user',
      'Endpoint "mine": resumed by the user',
    ]);
    change = 'before';
    assert.equal((await run('pause')).isDone, true);
    assert.equal(log.length, 2);
  });

  it('says so where there is no such endpoint any more, or no folder is trusted', async () => {
    [change, outcome] = ['unknown', 'unknown'];
    for (const command of ['pause', 'resume', 'test'] as const) {
      const { isDone, text } = await run(command);
      assert.equal(isDone, false);
      assert.match(text, /there is no endpoint "mine" any more/);
    }
    isTrusted = false;
    assert.match((await run('test')).text, /folder is not trusted/);
    assert.deepEqual(log, []);
  });

  it('tells how a test went, in one message, with the limits', async () => {
    assert.deepEqual(await run('test'), {
      isDone: true,
      text: 'Aurelis: the endpoint "mine" works: its first word came after 240 ms, then about 43 tokens a second. Limits: 15 requests a minute, 4 at once, 7,168 tokens a request. The server leaves 12 requests this minute.',
    });
    const { tokensPerSecond: _, ...silent } = { ...WORKS, limits: {}, told: { waitMs: 5_000 } };
    [outcome, isPaused] = [silent, true];
    assert.equal(
      (await run('test')).text,
      'Aurelis: the endpoint "mine" works: its first word came after 240 ms. It wants no more for 5.0 s. It stays paused until you resume it.',
    );
    outcome = 'running';
    assert.match((await run('test')).text, /is being tested already/);
    assert.deepEqual(log, []);
  });

  it('tells a failure in the words of the other notices', async () => {
    outcome = failing(new EndpointError('mine', 'unauthorized', { status: 401, sentence: 'No' }));
    const { isDone, text } = await run('test');
    assert.equal(isDone, false);
    assert.match(
      text,
      /^Aurelis: the test failed: the endpoint "mine" refuses the API key \(HTTP 401\)\. It says: “No”\. Set it with/,
    );
    canSetKey = false;
    assert.match((await run('test')).text, /Set `apiKeyEnv` or `apiKeyFile`/);
  });

  it('passes nothing on from outside but plain text, and not too much of it', async () => {
    for (const name of [...HOSTILE_TEXTS, 'x'.repeat(100_000)]) {
      outcome = failing(new EndpointError(name, 'rejected', { status: 400, sentence: name }));
      [change, isPaused] = ['done', true];
      const told = [await run('test', name), await run('pause', name)];
      outcome = { ...WORKS, endpointId: name };
      told.push(await run('test', name));
      for (const { text } of told) {
        assert.deepEqual(activeIn(text), []);
        assert.ok(text.length <= MAX_ENDPOINT_TEXT);
      }
    }
    for (const line of log) assert.ok(line.length < 200);
  });

  it('is read from its parameters, and nothing else', () => {
    const read = (raw: object) => endpointParams(raw as never);
    assert.deepEqual(read({ endpointId: 'a', do: 'test', more: 1 }), {
      endpointId: 'a',
      do: 'test',
    });
    assert.throws(() => read({ endpointId: 'a', do: 'isPaused' }), /"do" must be one of/);
    assert.throws(() => read({ endpointId: 'a' }), /"do"/);
    assert.throws(() => read({ do: 'pause' }), /"endpointId"/);
    assert.throws(() => read({ endpointId: 'x'.repeat(1_001), do: 'pause' }), /"endpointId"/);
  });
});
