import { strict as assert } from 'node:assert';
import { ApiError } from '../../../../server/src/http/openai/apiError.ts';

const aRefusal = (details: Partial<ConstructorParameters<typeof ApiError>[1]> = {}) =>
  new ApiError('Slow down.', { status: 429, type: 'rate_limit_error', ...details });

describe('ApiError', () => {
  it('has the form that the official clients read', () => {
    const error = new ApiError('The model “x” does not exist.', {
      status: 404,
      type: 'invalid_request_error',
      code: 'model_not_found',
      param: 'model',
    });
    assert.deepEqual(JSON.parse(JSON.stringify(error.body())), {
      error: {
        message: 'The model “x” does not exist.',
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    });
    assert.deepEqual([error.status, error.headers()], [404, {}]);
  });

  it('says null where there is no code and no parameter', () => {
    assert.deepEqual(aRefusal().body().error, {
      message: 'Slow down.',
      type: 'rate_limit_error',
      param: null,
      code: null,
    });
  });

  const waits: [ms: number, seconds: string, whole: string][] = [
    [1_000, '1', '1000'],
    [1_000.2, '2', '1001'],
    [20, '1', '20'],
    [0, '1', '1'],
    [60_000, '60', '60000'],
  ];
  for (const [retryAfterMs, seconds, ms] of waits) {
    it(`asks for ${retryAfterMs} ms of patience, rounded up`, () => {
      const headers = aRefusal({ retryAfterMs }).headers();
      assert.deepEqual(headers, { 'retry-after': seconds, 'retry-after-ms': ms });
    });
  }

  it('has no client sleep in silence for longer than a minute', () => {
    assert.deepEqual(aRefusal({ retryAfterMs: 60_001 }).headers(), {
      'retry-after': '61',
      'retry-after-ms': '60001',
      'x-should-retry': 'false',
    });
  });

  it('tells clients not to ask again where that is of no use', () => {
    assert.deepEqual(aRefusal({ shouldRetry: false }).headers(), { 'x-should-retry': 'false' });
  });

  it('keeps its message short, and free of what terminals obey', () => {
    const error = new ApiError(`a\u001b[31m\r\nb\u202ec\ud800${'x'.repeat(2_000)}`, {
      status: 400,
      type: 'invalid_request_error',
    });
    assert.match(error.message, /^a \[31m bc�x+$/);
    assert.ok(error.message.length <= 1_000);
  });
});
