import {
  embed,
  embedMany,
  generateText,
  isStepCount,
  jsonSchema,
  Output,
  streamText,
  tool,
} from 'ai';
import * as z from 'zod';
import { all, CHAT, EMBEDDING, fresh, kept, PICTURE, type Program, TEXT } from '../program.ts';
import { open } from './client.ts';

const Recipe = z.object({
  name: z.string(),
  ingredients: z.array(z.object({ name: z.string(), grams: z.number() })),
  isQuick: z.boolean(),
});
const weather = tool({
  description: 'Tells the weather of a place.',
  inputSchema: jsonSchema<{ place: string }>({
    type: 'object',
    properties: { place: { type: 'string' } },
    required: ['place'],
    additionalProperties: false,
  }),
  execute: ({ place }) => ({ place, degrees: 21, sky: '☀️' }),
});

/** After the AI SDK's documentation: generating text, structured data, tools, embeddings, OpenAI-compatible providers. */
export const texts: readonly Program[] = [
  kept('a text', async (place) => {
    const { text, finishReason, usage, response } = await generateText({
      model: open(place)(CHAT),
      prompt: 'Write a recipe.',
    });
    const { id, modelId, timestamp } = response;
    return { text, finishReason, usage, id, modelId, timestamp };
  }),
  kept('a text with instructions and a conversation', async (place) => {
    const { text, usage } = await generateText({
      model: open(place)(CHAT),
      instructions: 'You are brief.',
      messages: [
        { role: 'user', content: 'Write a recipe.' },
        { role: 'assistant', content: 'Bread and butter.' },
        { role: 'user', content: 'Another one.' },
      ],
      temperature: 0,
      maxOutputTokens: 200,
      seed: 3,
      stopSequences: ['STOP'],
    });
    return { text, usage };
  }),
  kept('a stream', async (place) => {
    const result = streamText({ model: open(place)(CHAT), prompt: 'Write a poem.' });
    const pieces = await all(result.textStream);
    const [text, usage, reason] = [
      await result.text,
      await result.usage,
      await result.finishReason,
    ];
    return { pieces, text, usage, reason };
  }),
  kept('a stream for whose usage nobody asks', async (place) => {
    const model = open(place, { includeUsage: false })(CHAT);
    const result = streamText({ model, prompt: 'Write a poem for nobody.' });
    const pieces = await all(result.textStream);
    return { pieces, text: await result.text, usage: await result.usage };
  }),
  kept('thoughts beside a text', async (place) => {
    const model = open(place)(CHAT);
    const { text, reasoningText } = await generateText({ model, prompt: 'Think about it.' });
    return { text, reasoningText };
  }),
  kept('thoughts in a stream', async (place) => {
    const result = streamText({ model: open(place)(CHAT), prompt: 'Think about that.' });
    const pieces = await all(result.textStream);
    return { pieces, text: await result.text, reasoning: await result.reasoningText };
  }),
  fresh('a text with tools, in steps', async (place) => {
    const { text, steps, totalUsage } = await generateText({
      model: open(place)(CHAT),
      tools: { weather },
      stopWhen: isStepCount(3),
      prompt: 'How is the weather? 2 calls',
    });
    const calls = steps.map(({ toolCalls, toolResults }) => ({ toolCalls, toolResults }));
    return { text, calls, totalUsage };
  }),
  fresh('a stream with tools, in steps', async (place) => {
    const result = streamText({
      model: open(place)(CHAT),
      tools: { weather },
      stopWhen: isStepCount(3),
      prompt: 'How is the weather tomorrow? 2 calls',
    });
    const steps = await result.steps;
    const calls = steps.map(({ toolCalls, toolResults, usage }) => ({
      toolCalls,
      toolResults,
      usage,
    }));
    return { text: await result.text, calls };
  }),
  kept('structured data', async (place) => {
    const { output, usage } = await generateText({
      model: open(place, { supportsStructuredOutputs: true })(CHAT),
      output: Output.object({ schema: Recipe }),
      prompt: 'Generate a lasagna recipe.',
    });
    return { output, usage };
  }),
  kept('structured data in a stream', async (place) => {
    const result = streamText({
      model: open(place, { supportsStructuredOutputs: true })(CHAT),
      output: Output.object({ schema: Recipe }),
      prompt: 'Generate a soup recipe.',
    });
    const pieces = await all(result.partialOutputStream);
    return { pieces, output: await result.output };
  }),
  fresh('a picture', async (place) => {
    const { text } = await generateText({
      model: open(place)(CHAT),
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is in it?' },
            { type: 'file', mediaType: 'image/png', data: PICTURE },
          ],
        },
      ],
    });
    return { text };
  }),
  kept('a completion', async (place) => {
    const model = open(place).completionModel(TEXT);
    const { text, usage, finishReason } = await generateText({
      model,
      prompt: 'Say hello to the completion',
      maxOutputTokens: 60,
    });
    return { text, usage, finishReason };
  }),
  kept('a completion in a stream', async (place) => {
    const model = open(place).completionModel(TEXT);
    const result = streamText({ model, prompt: 'Say hello in a stream', maxOutputTokens: 60 });
    const pieces = await all(result.textStream);
    return { pieces, text: await result.text, usage: await result.usage };
  }),
  kept('an embedding', async (place) => {
    const { embedding, usage } = await embed({
      model: open(place).embeddingModel(EMBEDDING),
      value: 'sunny day at the beach',
    });
    return { embedding, usage };
  }),
  kept('many embeddings', async (place) => {
    const { embeddings, usage } = await embedMany({
      model: open(place).embeddingModel(EMBEDDING),
      values: ['rainy afternoon in the city', 'snowy night in the mountains'],
      maxParallelCalls: 2,
    });
    return { embeddings, usage };
  }),
];
