import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { concat } from '@langchain/core/utils/stream';
import { ChatOpenAI, OpenAI, OpenAIEmbeddings } from '@langchain/openai';
import * as z from 'zod';
import {
  all,
  CHAT,
  EMBEDDING,
  fresh,
  kept,
  type Outcome,
  PICTURE,
  type Place,
  type Program,
  TEXT,
} from '../program.ts';

const fields = ({ baseURL, apiKey }: Place) => ({ configuration: { baseURL }, apiKey });
const chat = (place: Place, more: object = {}): ChatOpenAI =>
  new ChatOpenAI({ model: CHAT, maxRetries: 0, ...fields(place), ...more });
const textModel = (place: Place, more: object = {}): OpenAI =>
  new OpenAI({ model: TEXT, maxTokens: 64, maxRetries: 0, ...fields(place), ...more });
const embeddings = (place: Place, more: object = {}): OpenAIEmbeddings =>
  new OpenAIEmbeddings({ model: EMBEDDING, maxRetries: 0, ...fields(place), ...more });

const Calculator = z.object({
  operation: z.enum(['add', 'subtract', 'multiply', 'divide']),
  number1: z.number(),
  number2: z.number(),
});
const WEATHER = {
  name: 'get_current_weather',
  description: 'Get the current weather in a given location',
  parameters: {
    type: 'object',
    properties: { location: { type: 'string' }, unit: { type: 'string', enum: ['c', 'f'] } },
    required: ['location'],
  },
};

/** All that a message says, as it says it. */
const told = (message: BaseMessage): Outcome => JSON.parse(JSON.stringify(message));

/** All that a program can tell an error by. */
async function refused(work: Promise<unknown>): Promise<Outcome> {
  try {
    return { answered: await work };
  } catch (error) {
    const { name, status, code, lc_error_code: kind } = error as Record<string, unknown>;
    return { name, status, code, kind };
  }
}

const failing = (status: number, often: string, maxRetries: number): Program =>
  fresh(`${status} ${often}`, (place) =>
    refused(chat(place, { model: `fails-${status}-${often}-chain`, maxRetries }).invoke('Say hi')),
  );

/** After LangChain's documentation of `@langchain/openai` and `examples/src` of its repository. */
export const programs: readonly Program[] = [
  kept('a message', async (place) => told(await chat(place).invoke('Hello, how are you?'))),
  kept('a stream', async (place) => {
    const chunks = await all(await chat(place).stream('Hello, how are you today?'));
    const whole = chunks.reduce<AIMessageChunk | undefined>(
      (before, chunk) => (before === undefined ? chunk : concat(before, chunk)),
      undefined,
    );
    const { content, usage_metadata: usage } = whole ?? {};
    return { pieces: chunks.map(told), content, usage };
  }),
  kept('several at once', async (place) => {
    const messages = await chat(place).batch(['Say one thing', 'Say another', 'Say a third']);
    return { messages: messages.map(told) };
  }),
  kept('a prompt with a template, through a chain', async (place) => {
    const prompt = ChatPromptTemplate.fromMessages([
      ['system', 'You translate {from} to {to}.'],
      ['human', '{text}'],
    ]);
    const asked = { from: 'English', to: 'French', text: 'I love programming.' };
    return told(await prompt.pipe(chat(place, { temperature: 0 })).invoke(asked));
  }),
  fresh('calls of tools, and what comes of them', async (place) => {
    const model = chat(place, { maxTokens: 128 }).bindTools([WEATHER]);
    const question = new HumanMessage('How is the weather there? 3 calls');
    const first = await model.invoke([question]);
    const results = (first.tool_calls ?? []).map(
      ({ id = '', args }) => new ToolMessage({ tool_call_id: id, content: JSON.stringify(args) }),
    );
    const last = await model.invoke([question, first, ...results]);
    return { first: told(first), last: told(last) };
  }),
  fresh('calls of tools in a stream', async (place) => {
    const model = chat(place).bindTools([WEATHER]);
    const chunks = await all(await model.stream('How is the weather here? 2 calls'));
    return { chunks: chunks.map(told) };
  }),
  kept('an answer by a schema', async (place) => {
    const model = chat(place).withStructuredOutput(Calculator, { method: 'jsonSchema' });
    return { answer: await model.invoke('What is 2 + 2?') };
  }),
  fresh('an answer by a schema that is a function', async (place) => {
    const model = chat(place).withStructuredOutput(Calculator, {
      name: 'calculator',
      method: 'functionCalling',
      includeRaw: true,
    });
    const { raw, parsed } = await model.invoke('What is 3 + 2?');
    return { raw: told(raw), parsed };
  }),
  fresh('a picture', async (place) => {
    const message = new HumanMessage({
      content: [
        { type: 'text', text: "What's in this image?" },
        {
          type: 'image_url',
          image_url: { url: `data:image/png;base64,${PICTURE}`, detail: 'low' },
        },
      ],
    });
    return told(await chat(place).invoke([message]));
  }),
  kept('a completion', async (place) => ({
    text: await textModel(place, { temperature: 0 }).invoke('Say hello to the chain'),
  })),
  fresh('a warm completion', async (place) => ({
    text: await textModel(place, { temperature: 0.7 }).invoke('Say hello warmly'),
  })),
  kept('a completion in a stream', async (place) => {
    const model = textModel(place, { temperature: 0 });
    const pieces = await all(await model.stream('Say hello in a chain of pieces'));
    return { pieces, text: pieces.join('') };
  }),
  kept('the embedding of a question', async (place) => ({
    vector: await embeddings(place).embedQuery('Hello world'),
  })),
  kept('embeddings of documents, in numbers and base64', async (place) => {
    const documents = ['Hello documents', 'Bye bye'];
    const numbers = embeddings(place, { encodingFormat: 'float', dimensions: 32 });
    const coded = embeddings(place, { encodingFormat: 'base64', dimensions: 33 });
    return {
      numbers: await numbers.embedDocuments(documents),
      coded: await coded.embedDocuments(documents),
    };
  }),
  fresh('a key that is wrong', (place) =>
    refused(chat({ ...place, apiKey: 'sk-wrong' }).invoke('Hello!')),
  ),
  fresh('a model that is not there', (place) =>
    refused(chat(place, { model: 'badbadbad' }).invoke('Hello!')),
  ),
  failing(429, 'once', 1),
  failing(429, 'always', 0),
  failing(500, 'always', 0),
  fresh('an answer that does not come in time', (place) =>
    refused(chat(place, { timeout: 1_000 }).invoke('Never begin, chain')),
  ),
  fresh('a stream that is left', async (place) => {
    const leaving = new AbortController();
    const seen: unknown[] = [];
    const end = await refused(
      (async () => {
        const stream = await chat(place).stream('Wait for no chain', { signal: leaving.signal });
        for await (const { content } of stream) {
          seen.push(content);
          if (content !== '') leaving.abort();
        }
      })(),
    );
    return { seen, end };
  }),
];
