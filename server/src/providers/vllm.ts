import { isRecord } from './answerParts.ts';
import { withListedModel } from './listedModel.ts';
import { openai, prepareOpenAi } from './openai.ts';
import type { AskServer, Provider } from './provider.ts';
import { countIn, factsOf, listedEntry } from './serverFacts.ts';
import { FAMILY_MARKS } from './templates/familyMarks.ts';
import { familyOf, formOf } from './templates/modelNames.ts';

/** It would hide the tokens at which an answer is over, from its own stops, too (vllm-project/vllm issue 2123). */
const SHOWN_TOKENS = { skip_special_tokens: false } as const;

/** vLLM takes no suffix: the prompt is written here, for models whose family is known; chat for all others. */
export const vllm: Provider = {
  ...openai,
  name: 'vllm',
  about: { completions: "the prompt of the model's family, or chat" },
  base: (bare, { search }) => ({ path: bare.path || '/v1', query: search }),
  defaultApi: (model) => (familyOf(model) === undefined ? 'chat' : 'fim'),
  writesFimPrompts: true,
  fill: { path: '/completions', takesSuffix: false, more: SHOWN_TOKENS },

  prepare(request, endpoint) {
    const { path, body } = prepareOpenAi(request, endpoint);
    return path === '/completions' ? { path, body: { ...body, ...SHOWN_TOKENS } } : { path, body };
  },

  /** It may serve a model under any name, and lists what it is; else its tokenizer tells. */
  async learnForm(model, ask) {
    const form = formOf(await rootOf(model, ask));
    if (form === 'chat') return { api: 'chat' };
    if (form !== undefined) return { api: 'fim', family: form };
    const counts = await Promise.all(FAMILY_MARKS.map(([mark]) => tokensIn(mark, model, ask)));
    const known = FAMILY_MARKS.find((_, index) => counts[index] === 1);
    return known === undefined ? { api: 'chat' } : { api: 'fim', family: known[1] };
  },

  describes: {
    question: ({ url }) => ({ url: `${url}/models` }),
    read: (answer, endpoint) => factsOf(countIn(listedEntry(answer, endpoint).max_model_len)),
  },
  local: {
    label: 'vLLM',
    elsewhere: ['http://127.0.0.1:8000/v1'],
    path: '/models',
    serverIn: (answer) => (isVllms(answer) ? withListedModel(answer) : undefined),
  },
};

/** Anything may answer on its port: its list says who owns the models. */
const isVllms = (answer: unknown): boolean =>
  isRecord(answer) &&
  Array.isArray(answer.data) &&
  answer.data.some((model) => isRecord(model) && model.owned_by === 'vllm');

async function rootOf(model: string, ask: AskServer): Promise<string> {
  const listed = await ask('models');
  const list = isRecord(listed) && Array.isArray(listed.data) ? listed.data : [];
  const own = list.filter(isRecord).find(({ id }) => id === model);
  return typeof own?.root === 'string' ? own.root : '';
}

/** How many tokens a text is, without those that begin a prompt; its `/tokenize` stands beside `/v1`. */
async function tokensIn(prompt: string, model: string, ask: AskServer) {
  const answer = await ask('../tokenize', { model, prompt, add_special_tokens: false });
  return isRecord(answer) && typeof answer.count === 'number' ? answer.count : undefined;
}
