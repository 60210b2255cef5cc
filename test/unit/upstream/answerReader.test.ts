import { strict as assert } from 'node:assert';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { providerOf } from '../../../server/src/providers/index.ts';
import { readAnswer } from '../../../server/src/upstream/answerReader.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import { aRequest } from '../../../tools/testing/requests.ts';

const chunk = (text: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, text, finish_reason: finish }] })}\n\n`;
const WHOLE = `${chunk('sum(')}${chunk('ä);')}${chunk('', 'stop')}data: [DONE]\n\n`;

interface Answered {
  readonly type?: string;
  readonly coding?: string;
  readonly provider?: string;
}

/** Reads an answer that comes in pieces of `size` bytes; also says whether the stream was closed. */
async function read(content: string | Uint8Array, options: Answered = {}, size = 5) {
  const { type = 'text/event-stream', coding, provider = 'openai' } = options;
  let isClosed = false;
  async function* body() {
    const bytes = Buffer.from(content);
    try {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    } finally {
      isClosed = true;
    }
  }
  const headers = { 'content-type': type, 'content-encoding': coding };
  const watch = { onArrival: () => undefined, onText: () => true, nextTurn: settled };
  const response = { status: 200, headers, body: body() };
  const answer = await readAnswer(response, providerOf({ provider }), aRequest(), watch);
  return { ...answer, isClosed };
}

describe('readAnswer', () => {
  const codings: [name: string, compress: (text: string) => Uint8Array][] = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ];
  for (const [coding, compress] of codings) {
    it(`reads what was compressed unasked (${coding}), and says so where that is broken`, async () => {
      const bytes = compress(WHOLE);
      const whole = await read(bytes, { coding });
      assert.deepEqual([whole.text, whole.ending, whole.fault], ['sum(ä);', 'stop', undefined]);
      assert.deepEqual((await read('no such coding', { coding })).fault, { kind: 'unreadable' });
    });
  }

  it('looks once at what came at once, and no further than what was asked for', async () => {
    const heard: number[] = [];
    const reading = (events: readonly string[], maxOutputTokens: number) => {
      async function* body() {
        for (const event of events) yield Buffer.from(event);
      }
      const response = { status: 200, headers: {}, body: body() };
      const onText = (text: string) => heard.push(text.length) > 0;
      const watch = { onArrival: () => undefined, onText, nextTurn: settled };
      const request = aRequest({ maxOutputTokens });
      return readAnswer(response, providerOf({ provider: 'openai' }), request, watch);
    };
    const letters = chunk('x').repeat(250);
    const whole = await reading([letters + letters, letters, chunk('y', 'stop')], 64);
    assert.deepEqual([whole.text.length, whole.ending, heard], [751, 'stop', [500, 750, 751]]);
    const cut = await reading(Array(99).fill(letters), 64);
    assert.deepEqual([cut.text.length, cut.ending], [8_192, 'length']);
    const failed = await reading([`${letters}data: {"error":{}}\n\n`], 64);
    assert.deepEqual([failed.text.length, failed.fault?.kind], [250, 'refusal']);
  });

  it('lets others have their turn while much comes at once, and before a long text is used', async () => {
    const turnsOf = async (content: string, type = 'text/event-stream') => {
      let turns = 0;
      const nextTurn = async () => void turns++;
      async function* body() {
        yield Buffer.from(content);
      }
      const watch = { onArrival: () => undefined, onText: () => true, nextTurn };
      const response = { status: 200, headers: { 'content-type': type }, body: body() };
      const request = aRequest({ maxOutputTokens: 2_000 });
      await readAnswer(response, providerOf({ provider: 'openai' }), request, watch);
      return turns;
    };
    assert.equal(await turnsOf(WHOLE), 0);
    assert.equal(await turnsOf(': ping\n\n'.repeat(50_000)), 12);
    assert.equal(await turnsOf(chunk('x'.repeat(5_000), 'stop')), 1);
    assert.equal(await turnsOf('{"choices":[]}\n'.repeat(9_000), 'application/json'), 4);
  });

  it('passes an event over that is deeper than any answer, and reads one that only says so', async () => {
    const deep = (text: string) =>
      `data: {"choices":[{"text":"${text}"}],"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}\n\n`;
    assert.equal((await read(deep('evil') + WHOLE, {}, 9_000)).text, 'sum(ä);');
    const said = chunk('a["\\\\'.repeat(4_000), 'stop');
    assert.equal((await read(said, {}, 30_000)).text.length, 8_192);
  });

  it('marks an answer as cut whose compressed end is missing', async () => {
    const text = Array.from({ length: 500 }, (_, index) => chunk(`f${index * 7919}();`)).join('');
    const bytes = gzipSync(text + chunk('', 'stop'));
    const { ending, fault, isClosed } = await read(bytes.subarray(0, bytes.length / 2), {
      coding: 'gzip',
    });
    assert.deepEqual([ending, fault, isClosed], ['length', { kind: 'unreadable' }, true]);
  });

  it('reads lines of JSON, however they are labelled', async () => {
    const lines = [
      { response: 'sum(' },
      { response: 'a);', done: false },
      { response: '', done: true, done_reason: 'stop', prompt_eval_count: 4, eval_count: 2 },
    ];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    for (const type of ['application/x-ndjson', 'application/json', 'text/event-stream']) {
      const answer = await read(text, { type, provider: 'ollama' });
      assert.deepEqual([answer.text, answer.ending], ['sum(a);', 'stop']);
      assert.deepEqual(answer.usage, { inputTokens: 4, outputTokens: 2 });
    }
  });

  it('reads one whole answer, with blank lines before it', async () => {
    const whole = { choices: [{ message: { content: 'sum' }, finish_reason: 'stop' }] };
    const text = `\n\n  \n${JSON.stringify(whole, undefined, 2)}\n`;
    const { text: said, ending } = await read(text, { type: 'application/json; charset=utf-8' });
    assert.deepEqual([said, ending], ['sum', 'stop']);
  });

  it('stops at an error inside an answer', async () => {
    const failed = `${chunk('sum(')}data: {"error":{"message":"overloaded"}}\n\n${chunk('more')}`;
    const { text, ending, fault, isClosed } = await read(failed);
    assert.deepEqual([text, ending, fault?.kind, isClosed], ['sum(', 'length', 'refusal', true]);
  });

  it('ends a stream of comments that would never end', async () => {
    const { fault, isClosed } = await read(': keep-alive\n\n'.repeat(1_300_000), {}, 64_000);
    assert.deepEqual([fault, isClosed], [{ kind: 'unreadable' }, true]);
  });
});
