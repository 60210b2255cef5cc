/** The sentences of editors about the members of an endpoint, in the setting and in the gateway's configuration: no part of a server needs them. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  id: 'Its own name, by which messages, metrics and keys know it; each endpoint has another one.',
  provider: 'The kind of its model server: how that is spoken to.',
  url: 'Address of its model server, as the documentation of that shows it. If absent, the usual one of the provider.',
  model:
    'Name of the model, as its server knows it. If absent, `completionModel`; some servers need none.',
  completionModel: 'Name of the model for completions, where that is another one than `model`.',
  completionApi:
    'How completions are asked for: with what stands before and behind the place (`fim`), as a question (`chat`), by `/infill` of llama.cpp (`infill`), or by Ollama’s own API (`generate`). If absent, as suits provider and model.',
  fimTemplate:
    'Family of models whose prompt for filling in the middle is written, for servers that write none themselves. If absent, or `auto`, the name of the model tells.',
  editForm:
    'How its model is asked to change code, for code actions; a gateway passes requests on as they are. If absent, `auto`.',
  roles:
    'What it is asked for: `completion` is inline suggestions, and `/v1/completions` of a gateway; `action` is code actions and chats, and all else of a gateway. If absent, both.',
  limits: 'Limits of the server that it does not say itself: they are never exceeded.',
  'limits.requestsPerMinute': 'Most requests in any 60 seconds.',
  'limits.requestsPerDay': 'Most requests in any 24 hours.',
  'limits.tokensPerMinute': 'Most tokens, of prompts and answers, in any 60 seconds.',
  'limits.concurrency': 'Most requests at the same time.',
  'limits.inputTokens': 'Most tokens of one request.',
  'limits.outputTokens': 'Most tokens of one answer.',
  price: 'The price of tokens, for what is told of money, and for budgets of money; 0 is free.',
  'price.input': 'Price of a million tokens of prompts.',
  'price.output': 'Price of a million tokens of answers.',
  'price.currency': 'Such as `USD`. Different currencies are never added.',
  priority:
    'Endpoints of a lower number are asked first, those of the same number share the requests. If absent, its place in the list, from 1.',
  weight: 'Its share beside others of the same `priority`. If absent, 1.',
  headers: 'Headers that are sent with each request to its server.',
  apiKeyEnv: 'Environment variable that holds its API key; never the key itself.',
  apiKeyFile: 'File whose first line is its API key, as a whole path; `~/` is your home folder.',
};

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The JSON schema of an endpoint, or of one of its members, with a description of each member below. */
function withDescriptions(schema: Schema, path: readonly string[] = []): Schema {
  if (schema.properties === undefined) return schema;
  const members = Object.entries(schema.properties).map(([name, inner]) => {
    const place = [...path, name];
    const description = DESCRIPTIONS[place.join('.')];
    return [name, { ...withDescriptions(inner, place), description }];
  });
  return { ...schema, properties: Object.fromEntries(members) };
}

/** The JSON schema of a list of endpoints likewise. */
export const withDescribedItems = (list: object): object =>
  'items' in list ? { ...list, items: withDescriptions(list.items as Schema) } : list;
