import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver';
import type {
  EndpointParams,
  EndpointResult,
  ExplainResult,
  OutgoingResult,
} from '../../server/src/protocol/messages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'const total = \nconst other = \nconst third = \nconst fourth = \n';
const place = (line: number) => ({
  line,
  character: TEXT.split('\n')[line]?.length ?? 0,
});

describe('an endpoint that its user pauses, resumes and tests', () => {
  let first: ScriptedUpstream;
  let second: ScriptedUpstream;
  let pair: LspPair | undefined;

  beforeEach(async () => {
    first = await new ScriptedUpstream(() => ({ chunks: ['fromFirst();'] })).start();
    second = await new ScriptedUpstream(() => ({ chunks: ['fromSecond();'] })).start();
  });
  afterEach(async () => {
    await pair?.close();
    pair = undefined;
    await first.stop();
    await second.stop();
  });

  const endpointOf = (id: string, upstream: ScriptedUpstream) => ({
    id,
    provider: 'openai',
    url: upstream.url,
    model: 'm',
  });
  const command = (
    to: EndpointParams['do'],
    endpointId = 'first',
    token = new CancellationTokenSource().token,
  ) =>
    (pair as LspPair).client.sendRequest<EndpointResult>(
      'aurelis/endpoint',
      { endpointId, do: to },
      token,
    );
  const complete = async (line: number) =>
    String((await pair?.complete(URI, place(line), { invoked: true }))?.insertText);
  const stateOf = async (endpointId = 'first') =>
    (await pair?.metrics())?.endpoints.find(({ id }) => id === endpointId)?.state;

  it('gets no request while it is paused, whatever else changes, and does once it is resumed', async () => {
    const settings = { endpoints: [endpointOf('first', first), endpointOf('second', second)] };
    pair = await lspPair({ settings, credentials: { first: 'key' } });
    await pair.open(URI, TEXT);
    assert.match(await complete(0), /fromFirst/);
    const { length } = first.received;
    assert.equal((await command('pause')).isDone, true);
    assert.equal(await stateOf(), 'paused');
    assert.match(await complete(1), /fromSecond/);
    // Another key, another setting of the endpoint, and of something else.
    await pair.client.sendNotification('aurelis/credentialChanged', { endpointId: 'first' });
    const changed = { ...endpointOf('first', first), limits: { concurrency: 3 } };
    await pair.changeSettings({
      endpoints: [changed, endpointOf('second', second)],
      'completion.maxLines': 3,
    });
    await waitFor('the settings', async () =>
      ((await pair?.metrics())?.settings ?? []).some(({ name }) => name === 'completion.maxLines'),
    );
    assert.equal(await stateOf(), 'paused');
    assert.match(await complete(2), /fromSecond/);
    assert.equal(first.received.length, length);
    const { endpoints } = await pair.client.sendRequest<ExplainResult>('aurelis/explain', {
      uri: URI,
      line: 2,
    });
    assert.match(endpoints[0]?.text ?? '', /^is paused by you: nothing is sent to it until/);
    assert.equal((await command('resume')).isDone, true);
    assert.equal(await stateOf(), 'closed');
    assert.match(await complete(3), /fromFirst/);
    const lines = pair.log.filter((line) => line.includes('"first"'));
    assert.deepEqual(lines, [
      'Endpoint "first": paused by the user',
      'Endpoint "first": resumed by the user',
    ]);
  });

  it('is not sent what waited for its turn there: the next one is', async () => {
    first.plan = () => ({ chunks: ['fromFirst();'], headDelayMs: 500 });
    const limited = { ...endpointOf('first', first), limits: { concurrency: 1 } };
    pair = await lspPair({ settings: { endpoints: [limited, endpointOf('second', second)] } });
    const other = 'file:///project/b.ts';
    await pair.open(URI, TEXT);
    await pair.open(other, `let more;\n${TEXT}`);
    const running = complete(0);
    await waitFor('the first request', () => first.received.length === 1);
    const waiting = pair.complete(other, { line: 1, character: 14 }, { invoked: true });
    await waitFor(
      'the second one in the queue',
      async () => (await pair?.metrics())?.endpoints[0]?.waiting === 1,
    );
    await command('pause');
    assert.match(await running, /fromFirst/);
    assert.match(String((await waiting)?.insertText), /fromSecond/);
    assert.equal(first.received.length, 1);
    const { upstream } = await pair.metrics();
    assert.deepEqual([upstream.requests, upstream.errors], [2, 0]);
  });

  it('leaves the workspace to suggest where there is no other, and says what would be sent: nothing', async () => {
    const predict = () => ({ text: 'predicted()', sureness: 0.99 }) as never;
    const settings = { endpoints: [endpointOf('first', first)] };
    pair = await lspPair({ settings, predict });
    await pair.open(URI, TEXT);
    await command('pause');
    await pair.complete(URI, place(0), { invoked: true });
    const sent = await pair.client.sendRequest<OutgoingResult>('aurelis/outgoing', {
      uri: URI,
      position: place(0),
    });
    assert.match(sent.nothing ?? '', /You have paused every model/);
    assert.equal(first.received.length, 0);
    assert.deepEqual(pair.messages, []);
  });

  it('is tested by one request, paused or not, of which nothing is counted', async () => {
    first.plan = () => ({
      chunks: ['a', ' + b'],
      chunkDelayMs: 30,
      usage: { prompt_tokens: 9, completion_tokens: 6 },
    });
    const settings = {
      endpoints: [{ ...endpointOf('first', first), limits: { requestsPerMinute: 15 } }],
    };
    pair = await lspPair({ settings, credentials: { first: 'key-of-first' } });
    await command('pause');
    const { isDone, text } = await command('test');
    assert.equal(isDone, true);
    assert.match(
      text,
      /^Aurelis: the endpoint "first" works: its first word came after .*tokens a second\. Limits: 15 requests a minute\..*stays paused/,
    );
    assert.equal(first.received.length, 1);
    assert.equal(first.received[0]?.headers.authorization, 'Bearer key-of-first');
    const { upstream, endpoints, activity } = await pair.metrics();
    assert.deepEqual([upstream.requests, endpoints[0]?.state, activity], [0, 'paused', []]);
    assert.equal(endpoints[0]?.budget.minute?.remaining, 15);
  });

  it('is told to fail in the words of the other notices, and takes no harm from that', async () => {
    first.plan = () => ({ status: 401 });
    const settings = { endpoints: [endpointOf('first', first)] };
    pair = await lspPair({ settings, credentials: { first: 'hidden-key' } });
    const { isDone, text } = await command('test');
    assert.equal(isDone, false);
    assert.match(text, /refuses the API key \(HTTP 401\)\. It says: “scripted”/);
    assert.equal(await stateOf(), 'closed');
    assert.doesNotMatch([text, ...pair.log, ...pair.messages].join('\n'), /hidden-key/);
  });

  it('is refused by name where there is none, and in words that are not the protocol’s', async () => {
    pair = await lspPair({ settings: { endpoints: [] } });
    for (const to of ['pause', 'resume', 'test'] as const) {
      assert.deepEqual(await command(to, 'gone'), {
        isDone: false,
        text: 'Aurelis: there is no endpoint "gone" any more.',
      });
    }
    await assert.rejects(command('stop' as never), /"do" must be one of pause, resume, test/);
  });

  it('is no longer asked for a test that is called off', async () => {
    first.plan = () => ({ chunks: ['a'], end: 'hang' });
    pair = await lspPair({ settings: { endpoints: [endpointOf('first', first)] } });
    const cancellation = new CancellationTokenSource();
    const tested = command('test', 'first', cancellation.token);
    await waitFor('the request', () => first.received.length === 1);
    assert.match((await command('test')).text, /is being tested already/);
    cancellation.cancel();
    await assert.rejects(tested);
    await first.received[0]?.closed;
    assert.equal(first.received[0]?.aborted, true);
  });
});
