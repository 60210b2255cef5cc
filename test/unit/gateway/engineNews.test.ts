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
  const answers = () => events.emit({ kind: 'answered', ...asked } as unknown as MetricsEvent);
  return { told, abouts, news, events, fails, answers };
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
      'Endpoint “main”, model “m1”: it cannot be reached. Check that it is running, and its `url`.';
    assert.deepEqual(told, [
      'Endpoint “main”, model “m1”: it refuses the API key (HTTP 401). Check `apiKeyEnv` or `apiKeyFile`; a changed variable holds after a restart of the gateway.',
      away,
      'Endpoint “main” answers again.',
      away,
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
    const [endpoint, cache] = ['endpoint main', 'cache disk'];
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
