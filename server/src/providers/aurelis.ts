import { ANY_MODEL } from '../domain/endpoint.ts';
import { rootPath } from './address/operations.ts';
import { announcedFor, announcementIn, answeredBy, choicesIn } from './announced.ts';
import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/** An Aurelis gateway: it fills in the middle where the model behind it can, and says which one can. */
export const aurelis: Provider = {
  ...openai,
  name: 'aurelis',
  about: {
    url: 'an Aurelis gateway; needs no `model`: without one, the first that fits is asked',
    completions:
      '`/completions` with a suffix, where the model behind it fills in the middle, else chat',
  },
  defaultUrl: 'http://127.0.0.1:4000/v1',
  base: (bare, { search }) => ({ path: `${rootPath(bare)}/v1`, query: search }),
  needsModel: false,
  chooses: { unnamed: ANY_MODEL, choicesIn, answeredBy },
  describes: {
    question: ({ url, query = '' }) => ({ url: `${url}/models${query}` }),
    read(answer, endpoint) {
      const announced = announcementIn(answer, endpoint.completionModel);
      const model = announced && announcedFor(endpoint.completionModel, announced);
      if (model === undefined) return {};
      const { inputTokens, outputTokens, fills, chats } = model;
      return {
        ...(inputTokens === undefined ? {} : { inputTokens }),
        ...(outputTokens === undefined ? {} : { outputTokens }),
        ...(fills === false && chats === true ? { api: 'chat' } : {}),
      };
    },
    announced: (answer, { completionModel }) => announcementIn(answer, completionModel),
  },
};
