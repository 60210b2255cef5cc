import { CHAT, fresh, type Outcome, type Place, type Program, TEXT } from '../program.ts';
import { open, refused } from './client.ts';

const messages = [{ role: 'user' as const, content: 'Say hello' }];
const asking = (content: string) => [{ role: 'user' as const, content }];

/** A request that is refused, whatever the types allow. */
const wrong = (place: Place, body: object): Promise<Outcome> =>
  refused(open(place).chat.completions.create({ model: CHAT, messages, ...body } as never));

/** A model that fails so often, for this program alone. */
const failing = (status: number, often: string, more: object = {}): Program => {
  const model = `fails-${status}-${often}-openai`;
  return fresh(`${status} ${often}`, (place) =>
    refused(open(place, more).chat.completions.create({ model, messages })),
  );
};

/** The text of a stream, and how it ended: a gateway says that its server broke off, a server only can break off. */
async function readTo(
  stream: AsyncIterable<{ choices: { delta: { content?: string | null } }[] }>,
  onText: (text: string) => void = () => undefined,
): Promise<Outcome> {
  let text = '';
  const { answered: _, ...end } = await refused(
    (async () => {
      for await (const { choices } of stream) {
        text += choices[0]?.delta.content ?? '';
        onText(text);
      }
    })(),
  );
  return { text, isWhole: Object.keys(end).length === 0 };
}

/** After openai-node's README (errors, retries, timeouts) and `examples/client/errors.ts`. */
export const errors: readonly Program[] = [
  fresh('a key that is wrong', (place) =>
    refused(
      open({ ...place, apiKey: 'sk-wrong' }).chat.completions.create({ model: CHAT, messages }),
    ),
  ),
  fresh('a key that is wrong, for a model that is not there', (place) =>
    wrong({ ...place, apiKey: 'sk-wrong' }, { model: 'gpt-9' }),
  ),
  fresh('a key that is wrong, with a wrong request', (place) =>
    wrong({ ...place, apiKey: 'sk-wrong' }, { messages: [] }),
  ),
  fresh('a model that is not there', (place) => wrong(place, { model: 'gpt-9' })),
  fresh('a model for completions that is not there', (place) =>
    refused(open(place).completions.create({ model: 'unknown-model', prompt: 'Say hello' })),
  ),
  fresh('one model that is not there', (place) =>
    refused(open(place).models.retrieve('unknown/model')),
  ),
  fresh('no model', (place) => wrong(place, { model: undefined })),
  fresh('no messages', (place) => wrong(place, { messages: undefined })),
  fresh('an empty list of messages', (place) => wrong(place, { messages: [] })),
  fresh('messages that are a text', (place) => wrong(place, { messages: 'Hello' })),
  fresh('a temperature that is too high', (place) => wrong(place, { temperature: 3 })),
  fresh('a temperature that is a text', (place) => wrong(place, { temperature: 'hot' })),
  fresh('a format without a type', (place) => wrong(place, { response_format: {} })),
  fresh('a parameter that nobody knows', (place) => wrong(place, { best_friend: 'you' })),
  fresh('messages that are too long', (place) =>
    wrong(place, { messages: asking('x'.repeat(210_000)) }),
  ),
  fresh('no prompt', (place) => refused(open(place).completions.create({ model: TEXT } as never))),
  fresh('an address that is not there', (place) => refused(open(place).get('/nothing'))),
  failing(429, 'once'),
  failing(429, 'always', { maxRetries: 1 }),
  failing(402, 'always'),
  failing(500, 'once'),
  failing(500, 'always', { maxRetries: 0 }),
  failing(503, 'always', { maxRetries: 0 }),
  fresh('a stream that breaks off', async (place) =>
    readTo(
      await open(place).chat.completions.create({
        model: CHAT,
        messages: asking('Break off'),
        stream: true,
      }),
    ),
  ),
  fresh('a stream that ends with an error', async (place) =>
    readTo(
      await open(place).chat.completions.create({
        model: CHAT,
        messages: asking('Report an error'),
        stream: true,
      }),
    ),
  ),
  fresh('an answer that does not come in time', (place) =>
    refused(
      open(place, { timeout: 1_000, maxRetries: 0 }).chat.completions.create({
        model: CHAT,
        messages: asking('Never begin'),
      }),
    ),
  ),
  fresh('an answer that is not waited for', async (place) => {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 1_000);
    return refused(
      open(place).chat.completions.create(
        { model: CHAT, messages: asking('Never begin, please') },
        { signal: leaving.signal },
      ),
    );
  }),
  fresh('a stream that is left', async (place) => {
    const stream = await open(place).chat.completions.create({
      model: CHAT,
      messages: asking('Wait for nobody'),
      stream: true,
    });
    return readTo(stream, () => stream.controller.abort());
  }),
  fresh('a stream whose loop is left', async (place) => {
    const stream = await open(place).chat.completions.create({
      model: CHAT,
      messages: asking('Wait for nobody else'),
      stream: true,
    });
    for await (const chunk of stream) return { first: chunk.choices };
    return {};
  }),
];
