import { all, EMBEDDING, fresh, kept, type Program, TEXT } from '../program.ts';
import { open } from './client.ts';

/** After openai-node's README, `examples/client/raw-response.ts` and the API's reference. */
export const others: readonly Program[] = [
  kept('the embedding of a text', async (place) => ({
    ...(await open(place).embeddings.create({ model: EMBEDDING, input: 'The quick brown fox' })),
  })),
  kept('embeddings as numbers', async (place) => ({
    ...(await open(place).embeddings.create({
      model: EMBEDDING,
      input: ['The quick', 'brown 🦊', ''],
      encoding_format: 'float',
      dimensions: 64,
    })),
  })),
  kept('embeddings as base64', async (place) => ({
    ...(await open(place).embeddings.create({
      model: EMBEDDING,
      input: ['one', 'two'],
      encoding_format: 'base64',
      user: 'user-1',
    })),
  })),
  kept('the embedding of tokens', async (place) => ({
    ...(await open(place).embeddings.create({ model: EMBEDDING, input: [1212, 318, 257] })),
  })),
  kept('embeddings of lists of tokens', async (place) => ({
    ...(await open(place).embeddings.create({ model: EMBEDDING, input: [[1212], [318, 257]] })),
  })),
  kept('a completion', async (place) => ({
    ...(await open(place).completions.create({
      model: TEXT,
      prompt: 'Say this is a test',
      max_tokens: 50,
      temperature: 0,
    })),
  })),
  fresh('a completion that is cut at the usual limit', async (place) => ({
    ...(await open(place).completions.create({
      model: TEXT,
      prompt: `Say ${'this and that and '.repeat(10)}`,
    })),
  })),
  kept('a completion with a suffix', async (place) => ({
    ...(await open(place).completions.create({
      model: TEXT,
      prompt: 'const sum = (list) => {\n  ',
      suffix: '\n};\n',
      max_tokens: 64,
    })),
  })),
  kept('completions of several prompts', async (place) => ({
    ...(await open(place).completions.create({
      model: TEXT,
      prompt: ['Say one', 'Say two', 'Say three'],
      n: 2,
      max_tokens: 64,
    })),
  })),
  kept('a completion with its prompt and probabilities', async (place) => ({
    ...(await open(place).completions.create({
      model: TEXT,
      prompt: 'Say more 🙂',
      echo: true,
      logprobs: 1,
      max_tokens: 64,
    })),
  })),
  kept('a completion in a stream', async (place) => {
    const pieces = await all(
      await open(place).completions.create({
        model: TEXT,
        prompt: 'Say it piece by piece 🙂',
        max_tokens: 64,
        stream: true,
      }),
    );
    return { pieces, said: pieces.map(({ choices }) => choices[0]?.text).join('') };
  }),
  kept('a completion in a stream with its usage', async (place) => {
    const pieces = await all(
      await open(place).completions.create({
        model: TEXT,
        prompt: ['Say it', 'Say that'],
        logprobs: 1,
        max_tokens: 64,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    return { pieces, usage: pieces.at(-1)?.usage };
  }),
  kept('the list of models', async (place) => {
    const models = await all(open(place).models.list());
    return { models: models.map(({ id, object }) => ({ id, object })).sort(byId) };
  }),
  kept('one model', async (place) => {
    const { id, object, created } = await open(place).models.retrieve(EMBEDDING);
    return { id, object, created: typeof created };
  }),
];

const byId = ({ id: one }: { id: string }, { id: other }: { id: string }) => (one < other ? -1 : 1);
