import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancelledError } from '../../../../server/src/base/errors.ts';
import {
  EndpointError,
  type EndpointErrorKind,
} from '../../../../server/src/domain/endpointError.ts';
import { ApiError } from '../../../../server/src/http/openai/apiError.ts';
import { apiErrorOf } from '../../../../server/src/http/openai/refusals.ts';
import { ROOT } from '../../../../tools/root.ts';

/** Every kind there is, as its declaration has them. */
const KINDS = [
  ...(readFileSync(join(ROOT, 'server/src/domain/endpointError.ts'), 'utf8')
    .split('export type EndpointErrorKind')[1]
    ?.split(';')[0]
    ?.matchAll(/\| '(\w+)'/g) ?? []),
].map(([, kind]) => kind as EndpointErrorKind);
const told = (kind: EndpointErrorKind, sentence?: string, retryAfterMs?: number) =>
  apiErrorOf(new EndpointError('the-endpoint', kind, { sentence, retryAfterMs, cause: 'cause' }));

describe('what a client is told of a failure', () => {
  it('has a status and a type for every kind, and nothing of the endpoint', () => {
    assert.equal(KINDS.length, 33);
    for (const kind of KINDS) {
      const { status, type, message } = told(kind, 'see http://10.0.0.5:8000/v1');
      assert.ok([400, 404, 429, 502, 503, 504].includes(status), kind);
      const types = [
        'invalid_request_error',
        'server_error',
        'rate_limit_error',
        'insufficient_quota',
      ];
      assert.ok(types.includes(type), kind);
      assert.equal(status >= 500, type === 'server_error', kind);
      assert.doesNotMatch(message, /the-endpoint|10\.0|8000|cause|undefined/, kind);
      assert.match(message, /^[A-Z].*[.…1]$/, kind);
    }
  });

  it('is what the official clients act on', () => {
    const codes = (
      ['rateLimited', 'contextFull', 'noModel', 'outOfCredit', 'moderated'] as const
    ).map((kind) => [told(kind).status, told(kind).code]);
    assert.deepEqual(codes, [
      [429, 'rate_limit_exceeded'],
      [400, 'context_length_exceeded'],
      [404, 'model_not_found'],
      [429, 'insufficient_quota'],
      [400, 'content_filter'],
    ]);
    assert.equal(told('outOfCredit').headers()['x-should-retry'], 'false');
    assert.equal(told('rateLimited', undefined, 2_500).headers()['retry-after'], '3');
    assert.equal(told('rateLimited').headers()['retry-after'], undefined);
    // The key is the gateway's: its client has not to be told to log in.
    for (const kind of ['unauthorized', 'forbidden', 'proxyLogin'] as const)
      assert.equal(told(kind, 'Incorrect API key provided').status, 502);
  });

  it('says when to ask again where no server can be asked now, as far as that is known', () => {
    const headers = (kind: EndpointErrorKind, retryAfterMs?: number, againInMs?: number) => {
      const error = new EndpointError('e', kind, { retryAfterMs });
      const all = apiErrorOf(againInMs === undefined ? error : error.againIn(againInMs)).headers();
      return [all['retry-after'], all['retry-after-ms'], all['x-should-retry']];
    };
    const none = [undefined, undefined, undefined];
    for (const kind of ['noEndpoint', 'loading', 'cannotRun', 'rateLimited'] as const) {
      assert.deepEqual(headers(kind, undefined, 1_234), ['2', '1234', undefined], kind);
      assert.deepEqual(headers(kind), none, kind);
    }
    assert.deepEqual(headers('noEndpoint', undefined, 600_000), ['600', '600000', 'false']);
    assert.deepEqual(
      headers('rateLimited', 90_000, 3_000),
      ['3', '3000', undefined],
      'the soonest',
    );
    assert.deepEqual(headers('rateLimited', 3_000), ['3', '3000', undefined]);
    for (const kind of ['rejected', 'noModel', 'unauthorized', 'server'] as const)
      assert.deepEqual(headers(kind, undefined, 60_000), none, kind);
  });

  it('has the server’s words where those help, without places', () => {
    assert.match(told('rejected', '“n” is too large').message, /It says: “n” is too large$/);
    assert.doesNotMatch(told('server', 'secret words').message, /secret/);
    const sentences = [
      'POST http://models.internal:8000/v1/chat/completions not found',
      'No route to 10.1.2.3:8000 from here',
      'models.internal:8000 says no',
      'cannot read /srv/models/llama.gguf, sorry',
      'cannot read ~/models/llama.gguf',
      'cannot read C:\\models\\llama.gguf now',
      'unix:///var/run/model.sock refused',
      'File "/usr/lib/python3/vllm/server.py", line 7',
    ];
    for (const sentence of sentences) {
      const { message } = told('wrongApi', sentence);
      assert.doesNotMatch(message, /internal|10\.1|8000|llama|model\.sock|vllm/, message);
      assert.match(message, /…/);
    }
    for (const sentence of [
      'line 3:15 is no JSON',
      'temperature must be in [0, 2]: got 3.5',
      'either prompt and/or messages',
      'model gpt-4o/2024 is unknown',
      'at most 4096 tokens, 5000 asked for',
    ]) {
      assert.ok(told('rejected', sentence).message.endsWith(sentence), sentence);
    }
  });

  it('is nothing of errors that are not ours', () => {
    for (const thrown of [new Error('sk-secret at /home/me'), 'sk-secret', undefined, null, 7]) {
      const error = apiErrorOf(thrown);
      assert.deepEqual([error.status, error.message], [500, 'The gateway failed. Try again.']);
    }
    assert.equal(apiErrorOf(new CancelledError()).status, 503);
    const own = new ApiError('x', { status: 418, type: 'server_error' });
    assert.equal(apiErrorOf(own), own);
  });

  it('names the parameter at fault, with the code of the server where we have none', () => {
    const named = (kind: EndpointErrorKind, code?: string, parameter?: string) => {
      const error = apiErrorOf(new EndpointError('big', kind, { code, parameter }));
      return [error.code, error.param];
    };
    assert.deepEqual(named('rejected', 'unknown_parameter', 'best_friend'), [
      'unknown_parameter',
      'best_friend',
    ]);
    assert.deepEqual(named('rejected'), [null, null]);
    assert.deepEqual(named('contextFull', 'string_above_max_length', 'messages'), [
      'context_length_exceeded',
      'messages',
    ]);
    assert.deepEqual(named('unauthorized', 'invalid_api_key', 'key'), [null, null]);
    assert.deepEqual(named('rateLimited', 'requests', 'model'), ['rate_limit_exceeded', null]);
  });
});
