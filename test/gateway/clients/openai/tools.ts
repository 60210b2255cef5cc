import type OpenAI from 'openai';
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod';
import * as z from 'zod';
import { all, CHAT, fresh, kept, type Program } from '../program.ts';
import { open } from './client.ts';

const LIST = {
  name: 'list',
  description: 'Lists books of a genre.',
  parameters: {
    type: 'object',
    properties: { genre: { type: 'string', enum: ['mystery', 'memoir', 'romance'] } },
  },
};
const tools: OpenAI.ChatCompletionTool[] = [
  { type: 'function', function: LIST },
  {
    type: 'function',
    function: {
      name: 'get',
      parameters: { type: 'object', properties: { id: { type: 'integer' } } },
      strict: true,
    },
  },
];
const books = (given: unknown) => JSON.stringify({ given, books: ['One 📚', 'Two'] });
const runnable = (name: string) => ({
  type: 'function' as const,
  function: {
    name,
    description: 'Finds books.',
    parameters: { type: 'object', properties: { genre: { type: 'string' } } },
    parse: JSON.parse,
    function: books,
  },
});
const Weather = z.object({ city: z.string(), units: z.enum(['c', 'f']), days: z.int() });
const Steps = z.object({
  steps: z.array(z.object({ explanation: z.string(), output: z.string() })),
  final_answer: z.string(),
});
const user = (content: string) => [{ role: 'user' as const, content }];

/** After openai-node's `examples/chat-completions/{function-call*,tool-call*,parsing*}.ts`. */
export const toolUse: readonly Program[] = [
  fresh('calls of tools, and what comes of them', async (place) => {
    const client = open(place);
    const messages: OpenAI.ChatCompletionMessageParam[] = user('Recommend me books: 3 calls');
    const first = await client.chat.completions.create({ model: CHAT, messages, tools });
    const message = first.choices[0]?.message;
    if (message === undefined) return { first };
    messages.push(message);
    for (const call of message.tool_calls ?? []) {
      if (call.type !== 'function') continue;
      const content = books(JSON.parse(call.function.arguments));
      messages.push({ role: 'tool', tool_call_id: call.id, content });
    }
    return { first, last: await client.chat.completions.create({ model: CHAT, messages, tools }) };
  }),
  fresh('calls of tools in a stream', async (place) => {
    const pieces = await all(
      await open(place).chat.completions.create({
        model: CHAT,
        messages: user('Recommend me others: 2 calls'),
        tools,
        parallel_tool_calls: true,
        stream: true,
      }),
    );
    return { chunks: pieces };
  }),
  fresh('one tool that must be called', async (place) => ({
    ...(await open(place).chat.completions.create({
      model: CHAT,
      messages: user('Get it.'),
      tools,
      tool_choice: { type: 'function', function: { name: 'get' } },
    })),
  })),
  fresh('tools that are run', async (place) => {
    const runner = open(place).chat.completions.runTools({
      model: CHAT,
      messages: user('Recommend me a book.'),
      tools: [runnable('search'), runnable('list')],
    });
    return { final: await runner.finalContent(), messages: runner.messages };
  }),
  fresh('tools that are run in a stream', async (place) => {
    const called: unknown[] = [];
    const runner = open(place)
      .chat.completions.runTools({
        model: CHAT,
        stream: true,
        messages: user('Recommend me two books: 2 calls'),
        tools: [runnable('search'), runnable('list')],
      })
      .on('functionToolCall', (call) => called.push(call))
      .on('functionToolCallResult', (result) => called.push(result));
    const final = await runner.finalChatCompletion();
    return { final, called, messages: runner.messages, usage: await runner.totalUsage() };
  }),
  fresh('functions as they were called before tools', async (place) => {
    const client = open(place);
    const messages: OpenAI.ChatCompletionMessageParam[] = user('Recommend me an old book.');
    const first = await client.chat.completions.create({
      model: CHAT,
      messages,
      functions: [LIST],
    });
    const message = first.choices[0]?.message;
    if (!message?.function_call) return { first };
    const content = books(JSON.parse(message.function_call.arguments));
    messages.push(message, { role: 'function', name: message.function_call.name, content });
    const asked = { model: CHAT, messages, functions: [LIST] };
    return { first, last: await client.chat.completions.create(asked) };
  }),
  fresh('such functions in a stream', async (place) => {
    const stream = await open(place).chat.completions.create({
      model: CHAT,
      messages: user('Recommend me another old book.'),
      functions: [LIST],
      stream: true,
    });
    return { chunks: await all(stream) };
  }),
  fresh('arguments by a schema', async (place) => {
    const { choices } = await open(place).chat.completions.parse({
      model: CHAT,
      messages: user('How is the weather?'),
      tools: [zodFunction({ name: 'weather', parameters: Weather })],
    });
    return { choices };
  }),
  fresh('arguments by a schema in a stream', async (place) => {
    const seen: unknown[] = [];
    const stream = open(place)
      .chat.completions.stream({
        model: CHAT,
        messages: user('How is the weather there?'),
        tools: [zodFunction({ name: 'weather', parameters: Weather })],
      })
      .on('tool_calls.function.arguments.delta', (delta) => seen.push(delta))
      .on('tool_calls.function.arguments.done', (done) => seen.push(done));
    return { final: await stream.finalChatCompletion(), seen };
  }),
  kept('an answer by a schema', async (place) => {
    const { choices, usage } = await open(place).chat.completions.parse({
      model: CHAT,
      messages: user('Solve 8x + 31 = 2'),
      response_format: zodResponseFormat(Steps, 'math_response'),
    });
    return { choices, usage, parsed: choices[0]?.message.parsed };
  }),
  kept('an answer by a schema in a stream', async (place) => {
    const done: unknown[] = [];
    const stream = open(place)
      .chat.completions.stream({
        model: CHAT,
        messages: user('Solve 8x + 32 = 2'),
        response_format: zodResponseFormat(Steps, 'math_response'),
      })
      .on('content.done', (content) => done.push(content));
    const { choices } = await stream.finalChatCompletion();
    return { choices, done };
  }),
  kept('an answer in JSON', async (place) => ({
    ...(await open(place).chat.completions.create({
      model: CHAT,
      messages: user('Answer in JSON.'),
      response_format: { type: 'json_object' },
    })),
  })),
];
