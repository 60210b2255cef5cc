import { strict as assert } from 'node:assert';
import { ApiError } from '../../../../server/src/http/openai/apiError.ts';
import { named } from '../../../../server/src/http/openai/modelNamed.ts';
import { readRequest } from '../../../../server/src/http/openai/requestBody.ts';

const model = (id: string, fills: boolean, chats: boolean) => ({
  id,
  created: 1,
  aurelis: { limits: {}, fills, chats },
});
const LISTED = [
  model('talker', false, true),
  model('old', false, false),
  model('coder', true, false),
];

/** The model that answers a request for a name; those that the key may ask for are named. */
function answeredBy(body: object, allowed = LISTED.map(({ id }) => id), listed = LISTED) {
  const operation = 'prompt' in body ? 'text' : 'chat';
  const options = { cacheTemperature: 0, unknownParameters: 'pass' } as const;
  const ask = readRequest(operation, { value: body, bytes: 0 }, options);
  return named(ask, 'key', {
    admission: { models: (_, all) => all.filter((each) => allowed.includes(each)) },
    models: () => listed,
    hasModel: (id, of) =>
      listed.some(
        ({ id: its, aurelis: { fills, chats } }) =>
          its === id && (of === 'fill' ? fills : (of === 'chat') === chats),
      ),
  }).model;
}

const CHAT = { messages: [{ role: 'user', content: 'a' }] };
const FILL = { prompt: 'a', suffix: 'b' };
const refused = (code: string) => (error: unknown) =>
  error instanceof ApiError && error.status === 404 && error.code === code;

describe('the model of a request', () => {
  it('is the one that is named', () => {
    assert.equal(answeredBy({ ...CHAT, model: 'talker' }), 'talker');
    assert.equal(answeredBy({ ...FILL, model: 'coder' }), 'coder');
    assert.throws(() => answeredBy({ ...CHAT, model: 'other' }), refused('model_not_found'));
  });

  it('is the first that fits where a client asks for any', () => {
    assert.equal(answeredBy({ ...CHAT, model: 'default' }), 'talker');
    assert.equal(answeredBy({ ...FILL, model: 'default' }), 'coder');
    assert.equal(answeredBy({ prompt: 'a', model: 'default' }), 'old');
  });

  it('is none that the key may not ask for', () => {
    const ask = { ...FILL, model: 'default' };
    assert.throws(() => answeredBy(ask, ['talker']), refused('model_not_found'));
    assert.throws(() => answeredBy(ask, ['old']), refused('unsupported_operation'));
    // It is not even told that there is one.
    const named = { ...FILL, model: 'old' };
    assert.throws(() => answeredBy(named, ['talker']), refused('model_not_found'));
  });

  it('is the one called so, where there is one', () => {
    const listed = [...LISTED, model('default', false, true)];
    const any = { ...CHAT, model: 'default' };
    assert.equal(answeredBy(any, ['default'], listed), 'default');
    assert.equal(answeredBy(any, ['talker'], listed), 'talker', 'the key has no other one');
    const fill = { ...FILL, model: 'default' };
    assert.equal(answeredBy(fill, undefined, listed), 'coder');
    const alone = [{ ...model('default', false, false) }];
    assert.throws(() => answeredBy(fill, ['default'], alone), refused('unsupported_operation'));
  });

  it('is repeated in a refusal as far as it is short', () => {
    const long = 'x'.repeat(250);
    const listed = [model(long, false, false)];
    assert.throws(
      () => answeredBy({ ...FILL, model: long }, [long], listed),
      (error) => error instanceof ApiError && error.message.includes(`\`${'x'.repeat(100)}\``),
    );
  });

  it('has to be able to fill in the middle where that is asked', () => {
    assert.throws(() => answeredBy({ ...FILL, model: 'old' }), refused('unsupported_operation'));
    assert.throws(
      () => answeredBy({ ...FILL, suffix: '', model: 'old' }),
      refused('unsupported_operation'),
    );
    assert.equal(answeredBy({ prompt: 'a', model: 'old' }), 'old');
  });
});
