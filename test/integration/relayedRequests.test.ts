import { strict as assert } from 'node:assert';
import { CancelledError } from '../../server/src/base/errors.ts';
import { EndpointError } from '../../server/src/domain/endpointError.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
} from '../../server/src/domain/generation.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { ANSWER, chat, checkError, ListeningFace } from '../support/listeningFace.ts';

const EVENT = JSON.stringify({ choices: [{ index: 0, delta: { content: 'hi' } }] });
const USAGE = { inputTokens: 5, outputTokens: 2 };
const NOTHING = { inputTokens: 0, outputTokens: 0 };
const answering =
  (more: Partial<Generation> = {}): Generate =>
  async () => ({
    text: ANSWER,
    ending: 'stop',
    endpointId: 'e',
    model: 'm',
    source: 'upstream',
    usage: USAGE,
    ...more,
  });

describe('a request that is passed on', () => {
  let face: ListeningFace;
  beforeEach(async () => {
    face = await new ListeningFace().start();
  });
  afterEach(() => face.stop());

  const ask = async (
    generate: Generate,
    more: object = {},
    headers: Record<string, string> = {},
  ) => {
    face.generate = generate;
    face.settled = [];
    const response = await fetch(`${face.url}/v1/chat/completions`, {
      method: 'POST',
      body: chat(more),
      headers: { connection: 'close', ...headers },
    });
    const text = await response.text();
    await waitFor('its end', () => face.inside === 0);
    const outcome = response.headers.get('x-aurelis-cache');
    const model = response.headers.get('x-aurelis-model');
    return { status: response.status, text, outcome, model, settled: face.settled };
  };
  const breaking =
    (isJoined: boolean): Generate =>
    async (_, { onEvents, onJoined }) => {
      if (isJoined) onJoined?.();
      onEvents?.([EVENT, EVENT]);
      throw new EndpointError('e', 'server');
    };

  it('costs what its answer costs, and nothing where that is kept, or another’s', async () => {
    assert.deepEqual((await ask(answering())).settled, [USAGE]);
    for (const source of ['memory', 'redis', 'disk', 'http', 'inFlight'] as const)
      assert.deepEqual((await ask(answering({ source }))).settled, [NOTHING], source);
    face.tools = { moneyOf: (id, { outputTokens }) => (id === 'e' ? outputTokens : undefined) };
    assert.deepEqual((await ask(answering())).settled, [{ ...USAGE, money: 2 }]);
  });

  it('costs what came of an answer that broke off, and nothing where that was another’s', async () => {
    const own = await ask(breaking(false), { stream: true });
    assert.deepEqual(own.settled, [{ inputTokens: 6, outputTokens: 2 }]);
    assert.match(own.text, /"type":"server_error"/);
    assert.deepEqual((await ask(breaking(true), { stream: true })).settled, []);
    const refused: Generate = () => Promise.reject(new EndpointError('e', 'server'));
    assert.deepEqual((await ask(refused)).settled, []);
  });

  it('costs its prompt where its client leaves after it went, unless that was another’s', async () => {
    const leaving = async (begin: (context: GenerationContext) => void, stream = false) => {
      const client = new AbortController();
      face.settled = [];
      face.generate = async (_, context) => {
        begin(context);
        context.signal.addEventListener('abort', () => begun.reject(new CancelledError()));
        client.abort();
        return begun.promise;
      };
      const begun = Promise.withResolvers<Generation>();
      const init = { method: 'POST', body: chat({ stream }), signal: client.signal };
      await assert.rejects(fetch(`${face.url}/v1/chat/completions`, init));
      await assert.rejects(begun.promise);
      await waitFor('its end', () => face.inside === 0);
      return face.settled;
    };
    const prompt = { inputTokens: 6, outputTokens: 0 };
    assert.deepEqual(await leaving(({ onPermitted }) => onPermitted?.()), [prompt]);
    assert.deepEqual(await leaving(() => undefined), []);
    const joined = (context: GenerationContext) => {
      context.onJoined?.();
      context.onEvents?.([EVENT]);
    };
    assert.deepEqual(await leaving(joined, true), []);
    const inheriting = (context: GenerationContext) => {
      joined(context);
      context.onInherited?.();
    };
    assert.deepEqual(await leaving(inheriting, true), [{ ...prompt, outputTokens: 1 }]);
  });

  it('comes again where it is told to, but for one of many', async () => {
    const told: unknown[] = [];
    const noting: Generate = (request, context) => {
      told.push([context.priority, context.comesAgain]);
      return answering()(request, context);
    };
    await ask(noting);
    await ask(noting, {}, { 'x-aurelis-priority': 'batch' });
    assert.deepEqual(told, [
      ['action', true],
      ['batch', false],
    ]);
  });

  it('says where its answer comes from', async () => {
    assert.equal((await ask(answering())).outcome, 'miss');
    assert.equal((await ask(answering({ source: 'redis' }))).outcome, 'hit; tier=redis');
    const joined: Generate = async (_, { onJoined }) => {
      onJoined?.();
      return answering({ source: 'inFlight' })(_, {} as never);
    };
    assert.equal((await ask(joined)).outcome, 'joined');
    const none = { 'x-aurelis-cache': 'none' };
    assert.equal((await ask(answering(), {}, none)).outcome, 'bypass');
    assert.equal((await ask(answering(), { temperature: 1 })).outcome, 'bypass');
  });

  it('is not passed on with a word in a header of ours that means nothing', async () => {
    const never: Generate = () => assert.fail('it was asked');
    for (const odd of [{ 'x-aurelis-cache': 'no' }, { 'x-aurelis-priority': 'urgent' }]) {
      const { status, text } = await ask(never, {}, odd);
      assert.equal(status, 400);
      checkError(text);
      const [name = '', value] = Object.entries(odd)[0] ?? [];
      assert.ok(text.includes(name) && text.includes(`“${value}”`), text);
    }
    const empty = { 'x-aurelis-cache': '', 'x-aurelis-priority': ' ' };
    assert.equal((await ask(answering(), {}, empty)).outcome, 'miss');
  });

  it('says which model has answered, also where its client named none', async () => {
    const listed = { id: 'модель/7', created: 1 };
    const aurelis = { limits: {}, fills: true, chats: true };
    face.tools = {
      hasModel: (model) => model === listed.id,
      models: () => [{ ...listed, aurelis }],
    };
    for (const stream of [false, true])
      for (const model of ['default', listed.id]) {
        const { status, model: told } = await ask(answering(), { model, stream });
        assert.deepEqual([status, decodeURIComponent(told ?? '')], [200, listed.id]);
      }
    face.tools = { ...face.tools, modelOfAnswer: () => undefined };
    assert.equal((await ask(answering(), { model: 'default' })).model, null);
  });

  it('is one stream of events, whether they came as such or not', async () => {
    const events: Generate = async (request, context) => {
      context.onEvents?.([EVENT]);
      context.onEvents?.([EVENT, EVENT]);
      return answering()(request, context);
    };
    const streamed = await ask(events, { stream: true });
    assert.equal(streamed.text, `data: ${EVENT}\n\n`.repeat(2).concat('data: [DONE]\n\n'));
    const whole = await ask(answering(), { stream: true });
    assert.match(
      whole.text,
      /^data: .*"content":"hi".*\n\ndata: .*"stop".*\n\ndata: \[DONE\]\n\n$/,
    );
  });

  it('is refused where its answer broke off before anything was sent', async () => {
    const fault = { fault: 'unreachable', ending: 'length' } as const;
    for (const stream of [false, true])
      assert.equal((await ask(answering(fault), { stream })).status, 502);
  });
});
