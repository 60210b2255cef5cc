import { strict as assert } from 'node:assert';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import { EngineNews } from '../../../server/src/gateway/engineNews.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';

function newsOf() {
  const told: string[] = [];
  const abouts: (string | undefined)[] = [];
  const events = new EventHub<MetricsEvent>();
  const news = new EngineNews((sentence, about) => {
    told.push(sentence);
    abouts.push(about);
  });
  news.listenTo(events);
  const asked = { endpointId: 'main', model: 'm1', task: 'action' } as const;
  const fails = (error: string, more: object = {}) =>
    events.emit({ kind: 'failed', ...asked, error, ...more } as MetricsEvent);
  const sends = (more: object = {}) => events.emit({ kind: 'sent', ...asked, ...more });
  const answersEarlier = (more: object = {}) =>
    events.emit({ kind: 'answered', ...asked, ...more } as unknown as MetricsEvent);
  const answers = (more: object = {}) => {
    sends(more);
    answersEarlier(more);
  };
  return { told, abouts, news, events, fails, answers, answersEarlier };
}

describe('what whoever runs a gateway is told of its engine', () => {
  it('is what is wrong with an endpoint, and what to do, once until it answers again', () => {
    const { told, fails, answers } = newsOf();
    fails('unauthorized', { status: 401 });
    fails('unauthorized', { status: 401 });
    fails('unreachable');
    answers();
    answers();
    fails('unreachable');
    const away =
      'Endpoint “main”, model “m1”: it cannot be reached. Check that it is running, and its `url`. If both are right, let this process open more files (`ulimit -n`).';
    assert.deepEqual(told, [
      'Endpoint “main”, model “m1”: it refuses the API key (HTTP 401). Check `apiKeyEnv` or `apiKeyFile`; a changed variable holds after a restart of the gateway.',
      away,
      'Endpoint “main”, model “m1” answers again.',
      away,
    ]);
  });

  it('is not that an endpoint answers again while it answers what it was asked before', () => {
    const { told, fails, answers, answersEarlier } = newsOf();
    const limited =
      'Endpoint “main”, model “m1”: it has reached its rate limit (HTTP 429). It is asked again';
    for (let time = 0; time < 3; time++) {
      fails('rateLimited', { status: 429, retryAfterMs: 3_600_000 });
      answersEarlier();
    }
    assert.deepEqual(told, [`${limited} in 60 minutes, as it wants.`]);
    answers();
    fails('rateLimited', { status: 429, retryAfterMs: 20_000 });
    assert.deepEqual(told.slice(1), [
      'Endpoint “main”, model “m1” answers again.',
      `${limited} when the limit allows it.`,
    ]);
  });

  it('is told again under other settings', () => {
    const { told, news, fails } = newsOf();
    fails('noModel');
    news.forget();
    fails('noModel');
    assert.equal(told.length, 2);
  });

  it('is nothing of one request alone, nor of one that is sent once more in another form', () => {
    const { told, fails } = newsOf();
    for (const error of ['rejected', 'moderated', 'contextFull', 'tooLong', 'queueFull'])
      fails(error);
    fails('wrongApi', { isToChange: true });
    assert.deepEqual(told, []);
  });

  it('is of each model what is wrong with it: where one answers, another may still not', () => {
    const { told, fails, answers } = newsOf();
    fails('cannotRun');
    fails('cannotRun', { model: 'm2' });
    answers({ model: 'm2' });
    answers({ model: 'm3' });
    fails('cannotRun');
    assert.deepEqual(
      told.map((each) => /model “(m\d)”( answers)?/.exec(each)?.[0]),
      ['model “m1”', 'model “m2”', 'model “m2” answers'],
    );
  });

  it('is once that an operation is not there, which is no fault of the endpoint', () => {
    const { told, abouts, fails, answers } = newsOf();
    const embeddings = { operation: 'embeddings' };
    for (let time = 0; time < 3; time++) {
      fails('wrongApi', { ...embeddings, status: 404 });
      answers({ operation: 'chat' });
    }
    fails('noModel', { operation: 'fill' });
    answers(embeddings);
    answers(embeddings);
    assert.deepEqual(told, [
      'Endpoint “main”, model “m1”: it does not offer /v1/embeddings (HTTP 404); other requests go on. If it should: Check its `url`, `provider` and `completionApi`.',
      'Endpoint “main”, model “m1”: it does not have this model for /v1/completions with `suffix`; other requests go on. If it should: Check its `model` and `completionModel`, or load the model there.',
      'Endpoint “main”, model “m1” answers at /v1/embeddings now.',
    ]);
    assert.equal(new Set(abouts).size, 2);
  });

  it('names no bound that is only the editor’s', () => {
    const { told, fails } = newsOf();
    fails('oldTls');
    assert.match(told[0] ?? '', /does not support TLS 1\.2\./);
  });

  it('is named by what it is about: of the same, what is told last holds', () => {
    const { abouts, events, fails, answers } = newsOf();
    fails('unreachable');
    fails('noModel');
    answers();
    events.emit({ kind: 'tierDown', tier: 'disk' });
    events.emit({ kind: 'tierUp', tier: 'disk' });
    const [endpoint, cache] = ['endpoint main, m1', 'cache disk'];
    assert.deepEqual(abouts, [endpoint, endpoint, endpoint, cache, cache]);
  });

  it('is what becomes of caches', () => {
    const { told, events } = newsOf();
    events.emit({ kind: 'tierDown', tier: 'redis', reason: 'password' });
    events.emit({ kind: 'tierDown', tier: 'http' });
    events.emit({ kind: 'tierUp', tier: 'redis' });
    events.emit({ kind: 'tierSetAside', tier: 'disk' });
    assert.deepEqual(told, [
      'The redis cache is not used for a while, because it refuses the user or the password.',
      'The http cache is not used for a while.',
      'The redis cache works again.',
      'The disk cache could not be read: it begins empty.',
    ]);
  });
});
