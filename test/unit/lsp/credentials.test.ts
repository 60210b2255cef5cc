import { strict as assert } from 'node:assert';
import type { Connection } from 'vscode-languageserver';
import { Credentials } from '../../../server/src/lsp/credentials.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const endpoint = anEndpoint({ id: 'first', apiKeyEnv: 'FIRST_KEY' });

describe('the keys of endpoints', () => {
  let pair: MemoryPair;
  let keys: Record<string, string>;
  let credentials: Credentials;
  const from = (environment: Record<string, string> = {}, salt = 'salt') =>
    new Credentials(pair.server, environment, () => salt);

  beforeEach(() => {
    keys = { first: 'from the client', cache: 'of the team' };
    pair = memoryPair({ 'aurelis/credential': ({ endpointId }) => ({ apiKey: keys[endpointId] }) });
    credentials = from();
  });
  afterEach(() => pair.close());

  it('come from the client, which is asked once until one has changed', async () => {
    const both = [credentials.of(endpoint), credentials.of(endpoint)];
    assert.deepEqual(await Promise.all(both), ['from the client', 'from the client']);
    await credentials.of(endpoint);
    assert.equal(pair.requests.length, 1);
    keys = { first: 'another' };
    credentials.changed('first');
    assert.equal(await credentials.of(endpoint), 'another');
  });

  it('come from the environment where the client has none, or knows no such question', async () => {
    const environment = { FIRST_KEY: 'from the environment', TEAM: 'of all' };
    for (const key of ['', undefined]) {
      pair.answers['aurelis/credential'] = () => ({ apiKey: key });
      assert.equal(await from(environment).of(endpoint), 'from the environment');
    }
    delete pair.answers['aurelis/credential'];
    assert.equal(await from(environment).of(endpoint), 'from the environment');
    assert.equal(await from(environment).of(anEndpoint()), undefined);
    assert.equal(await from(environment).shared('TEAM'), 'of all');
  });

  it('are asked for anew after a question that failed', async () => {
    let fails = true;
    const sendRequest = async () => {
      if (fails) throw new Error('closed');
      return { apiKey: 'key' };
    };
    const connection = { sendRequest } as unknown as Connection;
    const own = new Credentials(connection, {}, () => 'salt');
    await assert.rejects(own.of(endpoint), /closed/);
    fails = false;
    assert.equal(await own.of(endpoint), 'key');
  });

  it('are stood for by a digest that is the same for the same key alone', async () => {
    assert.equal(credentials.identity(endpoint), 'not asked yet');
    await credentials.of(endpoint);
    const first = credentials.identity(endpoint);
    const again = from();
    await again.of(endpoint);
    assert.equal(again.identity(endpoint), first);
    const salted = from({}, 'other');
    await salted.of(endpoint);
    keys = { first: 'another' };
    const other = from();
    await other.of(endpoint);
    assert.equal(new Set([first, salted.identity(endpoint), other.identity(endpoint)]).size, 3);
    assert.doesNotMatch(first, /client/);
    credentials.changed('first');
    assert.equal(credentials.identity(endpoint), 'not asked yet');
  });

  it('are those of the last question, whichever answer comes last', async () => {
    const asked: PromiseWithResolvers<object>[] = [];
    const sendRequest = () => {
      const question = Promise.withResolvers<object>();
      asked.push(question);
      return question.promise;
    };
    const connection = { sendRequest } as unknown as Connection;
    const own = new Credentials(connection, {}, () => 'salt');
    const early = own.of(endpoint);
    own.changed('first');
    const failing = own.of(endpoint);
    own.changed('first');
    const last = own.of(endpoint);
    asked[2]?.resolve({ apiKey: 'new' });
    await last;
    const identity = own.identity(endpoint);
    asked[0]?.resolve({ apiKey: 'old' });
    asked[1]?.reject(new Error('closed'));
    await Promise.allSettled([early, failing]);
    assert.equal(own.identity(endpoint), identity);
    assert.equal(own.of(endpoint), last);
  });

  it("include the team's secret, which the client is asked for first", async () => {
    assert.equal(await from({ TEAM: 'of all' }).shared('TEAM'), 'of the team');
  });
});
