import { generateText, streamText } from 'ai';
import { CHAT, fresh, type Outcome, type Place, type Program } from '../program.ts';
import { describe, open, refused } from './client.ts';

const asking = (place: Place, model: string, more: object = {}): Promise<Outcome> =>
  refused(
    generateText({ model: open(place)(model), prompt: 'Say hello', maxRetries: 0, ...more }).then(
      ({ text }) => text,
    ),
  );
const failing = (status: number, often: string, maxRetries: number): Program =>
  fresh(`${status} ${often}`, (place) =>
    asking(place, `fails-${status}-${often}-ai`, { maxRetries }),
  );

/** All parts of a stream that are text or errors. */
async function partsOf(place: Place, prompt: string, more: object = {}): Promise<Outcome> {
  const errors: Outcome[] = [];
  const result = streamText({
    model: open(place)(CHAT),
    prompt,
    maxRetries: 0,
    onError: ({ error }) => {
      errors.push(describe(error));
    },
    ...more,
  });
  let text = '';
  try {
    for await (const part of result.textStream) text += part;
  } catch (error) {
    errors.push(describe(error));
  }
  return { text, isWhole: errors.length === 0 };
}

/** After the AI SDK's documentation: error handling, stopping streams, `APICallError`. */
export const errors: readonly Program[] = [
  fresh('a key that is wrong', (place) => asking({ ...place, apiKey: 'sk-wrong' }, CHAT)),
  fresh('a model that is not there', (place) => asking(place, 'gpt-9')),
  fresh('a temperature that is too high', (place) => asking(place, CHAT, { temperature: 3 })),
  failing(429, 'once', 1),
  failing(429, 'always', 0),
  failing(500, 'always', 0),
  fresh('a stream that breaks off', (place) => partsOf(place, 'Break off')),
  fresh('a stream that ends with an error', (place) => partsOf(place, 'Report an error')),
  fresh('a stream that is left', async (place) => {
    const leaving = new AbortController();
    const result = streamText({
      model: open(place)(CHAT),
      prompt: 'Wait for nobody here',
      abortSignal: leaving.signal,
    });
    let first = '';
    for await (const part of result.textStream) {
      // How much of the rest has come by then is chance.
      first ||= part;
      leaving.abort();
    }
    return { first };
  }),
  fresh('an answer that does not come in time', (place) =>
    asking(place, CHAT, { prompt: 'Never begin this', abortSignal: AbortSignal.timeout(1_000) }),
  ),
];
