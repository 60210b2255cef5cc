import type OpenAI from 'openai';
import { ChatCompletionStream } from 'openai/lib/ChatCompletionStream';
import { all, CHAT, fresh, kept, PICTURE, type Program } from '../program.ts';
import { open } from './client.ts';

type Message = OpenAI.ChatCompletionMessageParam;
const asks = (content: string): Message[] => [{ role: 'user', content }];
const said = (chunks: readonly OpenAI.ChatCompletionChunk[], index = 0): string =>
  chunks
    .flatMap(({ choices }) => choices.filter((choice) => choice.index === index))
    .map(({ delta }) => delta.content ?? delta.refusal ?? '')
    .join('');

/** After openai-node's `examples/chat-completions/{demo,stream,logprobs}.ts` and `examples/client/raw-response.ts`. */
export const chat: readonly Program[] = [
  kept('a whole answer', async (place) => {
    const messages = asks('Say This is a test');
    return { ...(await open(place).chat.completions.create({ model: CHAT, messages })) };
  }),
  kept('a whole answer with all that may be set', async (place) => ({
    ...(await open(place).chat.completions.create({
      model: CHAT,
      messages: [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', name: 'anna', content: [{ type: 'text', text: 'Write something.' }] },
        { role: 'assistant', content: 'Something.', refusal: null },
        { role: 'user', content: 'More, with 🙂 and \u2028 signs.' },
      ],
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      logit_bias: { '50256': -100 },
      max_completion_tokens: 100,
      metadata: { topic: 'demo' },
      prediction: { type: 'content', content: 'Something.' },
      prompt_cache_key: 'demo',
      reasoning_effort: 'low',
      safety_identifier: 'user-1',
      seed: 7,
      service_tier: 'auto',
      store: false,
      temperature: 0.2,
      top_p: 0.9,
      verbosity: 'low',
    })),
  })),
  kept('a stream', async (place) => {
    const messages = asks('Say This is a test of streams');
    const stream = await open(place).chat.completions.create({
      model: CHAT,
      messages,
      stream: true,
    });
    const pieces = await all(stream);
    return { pieces, said: said(pieces) };
  }),
  kept('a stream with its usage', async (place) => {
    const pieces = await all(
      await open(place).chat.completions.create({
        model: CHAT,
        messages: asks('Tell me what you like.'),
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    return { pieces, said: said(pieces), usage: pieces.at(-1)?.usage };
  }),
  kept('a stream without obfuscation', async (place) => {
    const pieces = await all(
      await open(place).chat.completions.create({
        model: CHAT,
        messages: asks('Tell me what you do not like.'),
        stream: true,
        stream_options: { include_obfuscation: false },
      }),
    );
    return { pieces, said: said(pieces) };
  }),
  kept('a stream by its events', async (place) => {
    const deltas: string[] = [];
    const runner = open(place)
      .chat.completions.stream({ model: CHAT, messages: asks('Tell me a story.') })
      .on('content', (delta) => deltas.push(delta));
    const chunks = await all(runner);
    const final = await runner.finalChatCompletion();
    return { pieces: { chunks, deltas, final }, said: deltas.join(''), choices: final.choices };
  }),
  kept('a stream that is passed on', async (place) => {
    const stream = open(place).chat.completions.stream({
      model: CHAT,
      messages: asks('Tell me another story.'),
    });
    const read = ChatCompletionStream.fromReadableStream(stream.toReadableStream());
    return { said: await read.finalContent() };
  }),
  kept('two choices', async (place) => ({
    ...(await open(place).chat.completions.create({
      model: CHAT,
      messages: asks('Tell me two things.'),
      n: 2,
    })),
  })),
  kept('two choices in one stream', async (place) => {
    const pieces = await all(
      await open(place).chat.completions.create({
        model: CHAT,
        messages: asks('Tell me two other things.'),
        n: 2,
        stream: true,
      }),
    );
    return { pieces, one: said(pieces, 0), other: said(pieces, 1) };
  }),
  kept('an answer up to a stop', async (place) => ({
    ...(await open(place).chat.completions.create({
      model: CHAT,
      messages: asks('Say one STOP two'),
      stop: ['STOP', 'END'],
    })),
  })),
  fresh('an answer that is cut at its limit', async (place) => ({
    ...(await open(place).chat.completions.create({
      model: CHAT,
      messages: asks('Say one two three four'),
      max_tokens: 2,
    })),
  })),
  fresh('an answer that is filtered', async (place) => ({
    ...(await open(place).chat.completions.create({ model: CHAT, messages: asks('Be filtered') })),
  })),
  kept('the probabilities of tokens', async (place) => {
    const stream = open(place).chat.completions.stream({
      model: CHAT,
      messages: asks('Say this is sure'),
      logprobs: true,
    });
    const logprobs: string[] = [];
    stream.on('logprobs.content.delta', ({ content }) => {
      for (const { token } of content) logprobs.push(token);
    });
    const { choices } = await stream.finalChatCompletion();
    return { logprobs, choices };
  }),
  kept('a refusal of the model', async (place) => ({
    ...(await open(place).chat.completions.create({ model: CHAT, messages: asks('Refuse this') })),
  })),
  kept('a refusal of the model in a stream', async (place) => {
    const refusals: string[] = [];
    const stream = open(place)
      .chat.completions.stream({ model: CHAT, messages: asks('Refuse that') })
      .on('refusal.done', ({ refusal }) => refusals.push(refusal));
    const { choices } = await stream.finalChatCompletion();
    return { refusals, choices };
  }),
  fresh('a warm answer', async (place) => ({
    ...(await open(place).chat.completions.create({
      model: CHAT,
      messages: asks('Surprise me.'),
      temperature: 0.9,
    })),
  })),
  fresh('a picture, a sound and a file', async (place) => ({
    ...(await open(place).chat.completions.create({
      model: CHAT,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is in them?' },
            {
              type: 'image_url',
              image_url: { url: `data:image/png;base64,${PICTURE}`, detail: 'low' },
            },
            { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
            { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA' } },
          ],
        },
      ],
    })),
  })),
  kept('the response behind an answer', async (place) => {
    const { data, response } = await open(place)
      .chat.completions.create({ model: CHAT, messages: asks('Say it raw') })
      .withResponse();
    const type = response.headers.get('content-type');
    return { status: response.status, type, id: response.headers.has('x-request-id'), data };
  }),
  kept('the response behind a stream', async (place) => {
    const response = await open(place)
      .chat.completions.create({ model: CHAT, messages: asks('Say it in events'), stream: true })
      .asResponse();
    const type = response.headers.get('content-type');
    const pieces = await response.text();
    return { status: response.status, type, pieces, end: pieces.slice(-16) };
  }),
];
