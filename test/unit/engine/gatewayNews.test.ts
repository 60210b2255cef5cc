import { strict as assert } from 'node:assert';
import { GatewayNews } from '../../../server/src/engine/gatewayNews.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const LIMITS = [{ of: 'requests', per: 'day', limit: 10, remaining: 9 }] as const;
const MODELS = [{ name: 'm' }];

describe('what gateways say', () => {
  it('is kept by endpoint, and its limits change with each answer', () => {
    const news = new GatewayNews();
    const endpoint = anEndpoint();
    assert.equal(news.of(endpoint), undefined);
    news.announced(endpoint, { models: MODELS, moreModels: 2, limits: [] });
    news.heard(endpoint, LIMITS);
    const known = { models: MODELS, moreModels: 2, limits: LIMITS };
    assert.deepEqual(news.of(anEndpoint({ limits: { inputTokens: 5 } })), known);
    assert.equal(news.of(anEndpoint({ url: 'http://other/v1' })), undefined);
  });

  it('may begin with the limits of an answer', () => {
    const news = new GatewayNews();
    news.heard(anEndpoint(), LIMITS);
    assert.deepEqual(news.of(anEndpoint()), { models: [], moreModels: 0, limits: LIMITS });
  });

  it('is forgotten of endpoints that were heard of longest ago', () => {
    const news = new GatewayNews();
    for (let at = 0; at <= 100; at++) news.heard(anEndpoint({ id: `e${at}` }), LIMITS);
    assert.equal(news.of(anEndpoint({ id: 'e0' })), undefined);
    assert.ok(news.of(anEndpoint({ id: 'e1' })));
  });
});
