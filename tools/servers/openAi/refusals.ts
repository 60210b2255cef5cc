/** A refusal in the form in which OpenAI gives it. */
export interface Refusal {
  readonly status: number;
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
  readonly headers?: Readonly<Record<string, string>>;
}

const request = (
  message: string,
  param: string | null,
  code: string | null,
  status = 400,
): Refusal => ({ status, error: { message, type: 'invalid_request_error', param, code } });

export const noKey = (): Refusal =>
  request(
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    null,
    null,
    401,
  );
export const wrongKey = (key: string): Refusal =>
  request(
    `Incorrect API key provided: ${key.slice(0, 3)}***. You can find your API key at https://platform.openai.com/account/api-keys.`,
    null,
    'invalid_api_key',
    401,
  );
export const noSuchModel = (model: string): Refusal =>
  request(
    `The model \`${model}\` does not exist or you do not have access to it.`,
    null,
    'model_not_found',
    404,
  );
export const noSuchAddress = (method: string, path: string): Refusal =>
  request(`Invalid URL (${method} ${path})`, null, null, 404);
export const noJson = (): Refusal =>
  request('We could not parse the JSON body of your request.', null, null);
export const noModel = (): Refusal => request('you must provide a model parameter', null, null);
export const missing = (name: string): Refusal =>
  request(`Missing required parameter: '${name}'.`, name, 'missing_required_parameter');
export const emptyList = (name: string): Refusal =>
  request(
    `Invalid '${name}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
    name,
    'empty_array',
  );
export const wrongType = (name: string, expected: string): Refusal =>
  request(`Invalid type for '${name}': expected ${expected}.`, name, 'invalid_type');
export const tooLarge = (name: string, most: number, got: number): Refusal =>
  request(
    `Invalid '${name}': decimal above maximum value. Expected a value <= ${most}, but got ${got} instead.`,
    name,
    'decimal_above_max_value',
  );
export const unknownParameter = (name: string): Refusal =>
  request(`Unknown parameter: '${name}'.`, name, 'unknown_parameter');
export const tooLong = (most: number, got: number): Refusal =>
  request(
    `This model's maximum context length is ${most} tokens. However, your messages resulted in ${got} tokens. Please reduce the length of the messages.`,
    'messages',
    'context_length_exceeded',
  );

const SOON = { 'retry-after': '1', 'retry-after-ms': '1000' };

/** The answer of a server that has a status for it. */
export function refusalOf(status: number, model: string): Refusal {
  const refused = (message: string, type: string, code: string | null): Refusal => ({
    status,
    error: { message, type, param: null, code },
    ...(status === 429 && code === 'rate_limit_exceeded' ? { headers: SOON } : {}),
  });
  if (status === 429) {
    return refused(
      `Rate limit reached for ${model} in organization org-1 on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 1s.`,
      'requests',
      'rate_limit_exceeded',
    );
  }
  if (status === 402) {
    return {
      ...refused(
        'You exceeded your current quota, please check your plan and billing details.',
        'insufficient_quota',
        'insufficient_quota',
      ),
      status: 429,
    };
  }
  if (status === 503) {
    return refused(
      'The engine is currently overloaded, please try again later',
      'server_error',
      null,
    );
  }
  return refused(
    'The server had an error while processing your request. Sorry about that!',
    'server_error',
    null,
  );
}
