import { strict as assert } from 'node:assert';
import type { Connection } from 'vscode-languageserver';
import { Credentials } from '../../../server/src/lsp/credentials.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';
import { askingAll as asking } from '../../support/askingAll.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const endpoint = anEndpoint({ id: 'first', apiKeyEnv: 'FIRST_KEY' });
const NO_FILES = { read: async () => undefined };
const NOBODY = (): void => undefined;

describe('the keys of endpoints', () => {
  let pair: MemoryPair;
  let keys: Record<string, string>;
  let credentials: Credentials;
  let told: string[];
  let files: { read: (id: string, path: string) => Promise<string | undefined> };
  const from = (environment: Record<string, string> = {}, salt = 'salt') =>
    new Credentials(
      asking(pair.server),
      environment,
      files,
      () => salt,
      (text) => told.push(text),
    );

  beforeEach(() => {
    files = NO_FILES;
    told = [];
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

  it('come from the file that the endpoint names where nobody else has one', async () => {
    keys = {};
    files = { read: async (id, path) => `${id} from ${path}` };
    const named = anEndpoint({ id: 'first', apiKeyEnv: 'FIRST_KEY', apiKeyFile: '~/key' });
    assert.equal(await from().of(named), 'first from ~/key');
    assert.equal(await from({ FIRST_KEY: '' }).of(named), 'first from ~/key');
    const environment = { FIRST_KEY: 'from the environment' };
    assert.equal(await from(environment).of(named), 'from the environment');
    keys = { first: 'from the client' };
    assert.equal(await from(environment).of(named), 'from the client');
  });

  it('are sent without what stands around them, which is told of a variable in quotes', async () => {
    keys = { first: ' Bearer key-1\n' };
    assert.equal(await credentials.of(endpoint), 'key-1');
    keys = {};
    assert.equal(await from({ FIRST_KEY: 'key-1\r\n' }).of(endpoint), 'key-1');
    assert.deepEqual(told, []);
    assert.equal(await from({ FIRST_KEY: '"key-1"' }).of(endpoint), 'key-1');
    assert.match(told.join(), /variable .* of the endpoint “first” has quotes/);
    assert.equal(await from({ FIRST_KEY: ' ' }).of(endpoint), undefined);
  });

  it('are not sent where they cannot be, which is told without the key', async () => {
    keys = { first: 'key\nother' };
    assert.equal(await credentials.of(endpoint), undefined);
    assert.match(told.pop() ?? '', /the API key of the endpoint “first” has more than one line/);
    keys = {};
    assert.equal(await from({ FIRST_KEY: '<your-key>' }).of(endpoint), undefined);
    assert.match(told.pop() ?? '', /variable .* holds a placeholder/);
    files = { read: async () => 'k\u00e9y-1' };
    assert.equal(await from().of(anEndpoint({ id: 'first', apiKeyFile: '/k' })), undefined);
    const sentence = told.pop() ?? '';
    assert.match(sentence, /the file .* has characters that no key has/);
    assert.doesNotMatch(sentence, /y-1/);
  });

  it('are looked for again where the settings name another place', async () => {
    keys = {};
    files = { read: async (_id, path) => path };
    const own = from();
    const at = (apiKeyFile: string) => own.of(anEndpoint({ id: 'first', apiKeyFile }));
    assert.equal(await at('/one'), '/one');
    assert.equal(await at('/other'), '/other');
    assert.equal(pair.requests.length, 2);
    await at('/other');
    assert.equal(pair.requests.length, 2);
  });

  it('are asked for anew after a question that failed', async () => {
    let fails = true;
    const sendRequest = async () => {
      if (fails) throw new Error('closed');
      return { apiKey: 'key' };
    };
    const connection = { sendRequest } as unknown as Connection;
    const own = new Credentials(asking(connection), {}, NO_FILES, () => 'salt', NOBODY);
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
    const own = new Credentials(asking(connection), {}, NO_FILES, () => 'salt', NOBODY);
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
    keys = { cache: '  ' };
    assert.equal(await from({ TEAM: 'of all' }).shared('TEAM'), 'of all');
  });
});
