import { strict as assert } from 'node:assert';
import { gzipSync } from 'node:zlib';
import type { RelayInput } from '../../../server/src/domain/relay.ts';
import { readRelayed } from '../../../server/src/upstream/relayReader.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import { relayRequest } from '../../support/relays.ts';

interface Way {
  /** Bytes of each piece. */
  readonly size?: number;
  readonly coding?: string;
  /** The reader has enough after so many events. */
  readonly enough?: number;
}

/** Reads what a server sent as the answer to a request. */
async function read(
  content: string | Uint8Array,
  asked: Partial<RelayInput> = {},
  { size = 4_096, coding, enough = Infinity }: Way = {},
) {
  const heard: number[] = [];
  async function* body() {
    const bytes = Buffer.from(content);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const onEvents = (events: readonly string[]) => {
    heard.push(events.length);
    return events.length < enough;
  };
  const watch = { onArrival: () => undefined, onEvents, nextTurn: settled };
  const response = { status: 200, headers: { 'content-encoding': coding }, body: body() };
  const answer = await readRelayed(response, relayRequest(asked), watch);
  return { ...answer, heard, whole: answer.text === '' ? undefined : JSON.parse(answer.text) };
}

const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
const END = 'data: [DONE]\n\n';
const delta = (content: string, finish: string | null = null, index = 0) =>
  event({ id: 'c', choices: [{ index, delta: { content }, finish_reason: finish }] });
const piece = (text: string, finish: string | null = null, index = 0) =>
  event({ choices: [{ index, text, finish_reason: finish }] });
const CHAT = `${delta('grün')}${delta(' 🌱')}${delta('', 'stop')}${END}`;
const said = (content: string, finish: string | null = 'stop', index = 0) => ({
  index,
  message: { role: 'assistant', content },
  finish_reason: finish,
});
const whole = (...choices: object[]) =>
  JSON.stringify({ object: 'chat.completion', choices, usage: USAGE });
const USAGE = { prompt_tokens: 5, completion_tokens: 2 };
const contentOf = (answer: Awaited<ReturnType<typeof read>>) =>
  answer.whole?.choices.map(
    ({ message, text }: { message?: { content: string }; text?: string }) =>
      message?.content ?? text,
  );

describe('readRelayed', () => {
  it('knows a chat that the model ended as whole', async () => {
    const answer = await read(CHAT);
    assert.deepEqual([answer.ending, answer.fault], ['stop', undefined]);
    assert.deepEqual(contentOf(answer), ['grün 🌱']);
    assert.deepEqual(answer.heard, [3]);
  });

  it('reads the same however the bytes are cut, and with every kind of line end', async () => {
    const noise = `: ping\n\nevent: message\nid: 7\nretry: 10\n${CHAT.replace('\n\n', '\n\n: on\n\n')}`;
    for (const text of [
      CHAT,
      noise,
      noise.replaceAll('\n', '\r\n'),
      noise.replaceAll('\n', '\r'),
    ]) {
      for (let size = 1; size <= 40; size++) {
        const answer = await read(text, {}, { size });
        assert.deepEqual([answer.ending, contentOf(answer)], ['stop', ['grün 🌱']], `${size}`);
      }
    }
  });

  const cut: Record<string, [content: string, asked?: Partial<RelayInput>]> = {
    'the limit of tokens': [delta('a', 'length') + END],
    'a filter': [delta('a', 'content_filter') + END],
    'a failure of the server': [delta('a', 'error') + END],
    'no end of the choice': [delta('a') + END],
    'no end of the stream': [delta('a', 'stop')],
    'a word that nobody knows': [delta('a', 'because') + END],
    'a limit that is an end later': [delta('a', 'length') + delta('', 'stop') + END],
    'a call of a tool': [delta('', 'tool_calls') + END],
    'a call of a tool that ends with “stop”': [
      event({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'c' }] } }] }) +
        delta('', 'stop') +
        END,
    ],
    'a call of a function': [
      event({ choices: [{ index: 0, delta: { function_call: { name: 'f' } } }] }) +
        delta('', 'stop') +
        END,
    ],
    'a choice that is not there': [
      delta('a', 'stop') + delta('b', 'stop', 1) + END,
      { body: { n: 3 } },
    ],
    'a choice that has no end': [
      delta('a', 'stop') + delta('b', null, 1) + END,
      { body: { n: 2 } },
    ],
    'a choice that nobody asked for': [delta('a', 'stop') + delta('b', 'stop', 1) + END],
    'a choice in no place': [delta('a', 'stop') + delta('b', 'stop', -1) + END],
    'another place than the one asked for': [delta('b', 'stop', 1) + END],
    'a whole body cut by the limit': [whole(said('a', 'length'))],
    'a whole body with a choice twice': [whole(said('a'), said('b'))],
    'two whole bodies': [whole(said('a')) + whole(said('b'))],
    'too few choices in a whole body': [whole(said('a')), { body: { n: 2 } }],
    'a prompt of a list that is not answered': [
      piece('a', 'stop') + END,
      { operation: 'text', body: { prompt: ['a', 'b'] } },
    ],
  };
  for (const [name, [content, asked]] of Object.entries(cut)) {
    it(`does not take for whole: ${name}`, async () => {
      const { ending, fault } = await read(content, asked);
      assert.deepEqual([ending, fault], ['length', undefined]);
    });
  }

  it('says so where text follows an end', async () => {
    const answer = await read(delta('a', 'stop') + delta('b', 'stop') + END);
    assert.deepEqual([answer.isContinued, contentOf(answer)], [true, ['ab']]);
    assert.equal((await read(CHAT)).isContinued, false);
  });

  it('takes several choices for whole, and choices for each prompt', async () => {
    const three = [2, 0, 1].map((at) => delta(`c${at}`, 'stop', at)).join('') + END;
    const chat = await read(three, { body: { n: 3 } });
    assert.deepEqual([chat.ending, contentOf(chat)], ['stop', ['c0', 'c1', 'c2']]);
    const many = Array.from({ length: 200 }, (_, at) => piece(`p${at}`, 'stop', at)).join('') + END;
    const prompt = Array.from({ length: 100 }, () => 'x');
    const texts = await read(many, { operation: 'text', body: { prompt, n: 2 } });
    assert.deepEqual([texts.ending, contentOf(texts)?.length], ['stop', 200]);
    const tokens = { operation: 'text', body: { prompt: [1, 2, 3] } } as const;
    assert.equal((await read(piece('a', 'stop') + END, tokens)).ending, 'stop');
  });

  it('keeps the probabilities of tokens', async () => {
    const of = (token: string) => ({ content: [{ token, logprob: -0.1, top_logprobs: [] }] });
    const choice = (token: string, finish: string | null) => ({
      index: 0,
      delta: { content: token },
      logprobs: of(token),
      finish_reason: finish,
    });
    const answer = await read(
      event({ choices: [choice('a', null)] }) + event({ choices: [choice('b', 'stop')] }) + END,
    );
    const { logprobs } = answer.whole.choices[0];
    assert.deepEqual(
      logprobs.content.map(({ token }: { token: string }) => token),
      ['a', 'b'],
    );
  });

  it('reads a whole body where a stream was asked for, and the other way round', async () => {
    const body = whole(said('a'));
    const asStream = await read(body, { isStreamed: true });
    assert.deepEqual([asStream.text, asStream.ending, asStream.heard], [body, 'stop', []]);
    assert.deepEqual(asStream.usage, { inputTokens: 5, outputTokens: 2 });
    const pretty = JSON.stringify(JSON.parse(body), undefined, 2);
    assert.deepEqual([(await read(pretty)).text, (await read(pretty)).ending], [pretty, 'stop']);
    const asWhole = await read(CHAT, { isStreamed: false });
    assert.deepEqual([contentOf(asWhole), asWhole.ending], [['grün 🌱'], 'stop']);
  });

  it('keeps all of a completion in events that was asked for as a whole', async () => {
    const asked = { operation: 'text', isStreamed: false, body: { prompt: 'x' } } as const;
    const inEvents = await read(piece('one ') + piece('two') + piece('', 'stop') + END, asked);
    assert.deepEqual([contentOf(inEvents), inEvents.ending], [['one two'], 'stop']);
    const cutOff = await read(piece('one ') + piece('two', 'stop'), asked);
    assert.deepEqual([contentOf(cutOff), cutOff.ending], [['one two'], 'length']);
    const body = JSON.stringify({
      choices: [{ index: 0, text: 'one two', finish_reason: 'stop' }],
    });
    const atOnce = await read(body, asked);
    assert.deepEqual([atOnce.text, atOnce.ending], [body, 'stop']);
  });

  it('names what came in place of an answer, or broke it off', async () => {
    const kinds: [content: string | Uint8Array, kind: string, isEmpty: boolean, coding?: string][] =
      [
        [event({ error: { message: 'no', code: 500 } }), 'refusal', true],
        [`event: error\ndata: {"message":"no"}\n\n`, 'refusal', true],
        [delta('a') + event({ error: { message: 'no' } }), 'refusal', false],
        ['{"error":{"message":"no"}}', 'refusal', true],
        [whole(said('a')).slice(0, -9), 'unreadable', true],
        [`${delta('a')}data: {"choices":[{"ind`, 'unreadable', false],
        [delta('a'), 'broken', false],
        [event({ choices: [], usage: null }), 'broken', false],
        ['', 'nothing', true],
        [END, 'nothing', true],
        ['<html>no</html>', 'page', true],
        ['not gzip', 'unreadable', true, 'gzip'],
        [gzipSync(CHAT).subarray(0, 40), 'unreadable', true, 'gzip'],
      ];
    for (const [content, kind, isEmpty, coding] of kinds) {
      const answer = await read(content, {}, coding === undefined ? {} : { coding });
      const told = [answer.fault?.kind, answer.text === '', answer.ending];
      assert.deepEqual(told, [kind, isEmpty, 'length'], String(content).slice(0, 40));
    }
  });

  it('reads no further than its reader wants, and blames nobody for that', async () => {
    const endless = Array.from({ length: 100 }, () => delta('a')).join('');
    const answer = await read(endless, {}, { size: 64, enough: 3 });
    assert.deepEqual([answer.heard.at(-1), answer.ending, answer.fault], [3, 'length', undefined]);
  });

  it('wants a vector for each input, each in its place', async () => {
    const of = async (data: unknown, input: unknown = ['a', 'b']) => {
      const asked = { operation: 'embeddings', isStreamed: false, body: { input } } as never;
      return (await read(JSON.stringify({ data }), asked)).ending;
    };
    const vector = (index: number, embedding: unknown = [1, 2]) => ({ index, embedding });
    assert.equal(await of([vector(0), vector(1)]), 'stop');
    assert.equal(await of([vector(1, 'AAAA'), vector(0, 'AAAA')]), 'stop');
    assert.equal(await of([{ embedding: [1] }, { embedding: [2] }]), 'stop');
    assert.equal(await of([vector(0)], 'a'), 'stop');
    assert.equal(await of([vector(0)], [1, 2, 3]), 'stop');
    const bad = [
      [vector(0)],
      [vector(0), vector(0)],
      [vector(0), vector(1), vector(2)],
      [vector(0), vector(1, [])],
      [vector(0), vector(1, null)],
      [vector(0), null],
      [],
    ];
    for (const data of bad) assert.equal(await of(data), 'length', JSON.stringify(data));
  });

  it('ends above 64 MB, compressed or not, and is as fast for long bodies as for short ones', async () => {
    const most = 64 * 1024 * 1024;
    const asked = { operation: 'embeddings', isStreamed: false, body: { input: 'a' } } as const;
    const bodyOf = (length: number) =>
      `{"data":[{"embedding":"${'A'.repeat(length - '{"data":[{"embedding":""}]}'.length)}"}]}`;
    const way = { size: 1 << 20 };
    const long = await read(bodyOf(most), asked, way);
    assert.deepEqual([long.text.length, long.ending], [most, 'stop']);
    assert.deepEqual((await read(bodyOf(most + 1), asked, way)).fault, { kind: 'unreadable' });
    const bomb = gzipSync(Buffer.alloc(most + 1, ' '));
    const answer = await read(bomb, asked, { coding: 'gzip' });
    assert.deepEqual([answer.text, answer.fault], ['', { kind: 'unreadable' }]);
  });

  it('estimates the usage that a server does not tell', async () => {
    const { usage } = await read(delta('x'.repeat(40), 'stop') + END, { texts: ['y'.repeat(20)] });
    assert.deepEqual(usage, { inputTokens: 5, outputTokens: 10 });
  });
});
