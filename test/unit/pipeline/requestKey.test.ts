import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { requestKey } from '../../../server/src/pipeline/requestKey.ts';
import { anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const key = (request = aRequest(), endpoint = anEndpoint(), identity = 'me', secret = 's') =>
  requestKey({ secret, identity }, request, endpoint).key;

describe('requestKey', () => {
  it('is the same for all who share a team’s secret, whatever says who they are', () => {
    const mine = anEndpoint({ headers: { Authorization: 'a', 'x-team': 't' } });
    const yours = anEndpoint({ headers: { 'X-Api-Key': 'b', 'x-team': 't' } });
    const other = anEndpoint({ headers: { 'x-team': 'u' } });
    assert.equal(key(aRequest(), mine, ''), key(aRequest(), yours, ''));
    assert.notEqual(key(aRequest(), mine, ''), key(aRequest(), other, ''));
    assert.notEqual(key(aRequest(), mine), key(aRequest(), yours));
  });

  it('has the printed form', () => assert.match(key(), /^model_request:[0-9a-f]{32}$/));

  it('is the same for the same', () => assert.equal(key(), key()));

  const infill = (prefix: string, suffix: string) =>
    aRequest({ input: { kind: 'infill', prefix, suffix } });
  const changes: Record<string, string> = {
    prefix: key(infill('const total =  ', ';\n')),
    'case of the prefix': key(infill('const Total = ', ';\n')),
    suffix: key(infill('const total = ', ';')),
    language: key(aRequest({ languageId: 'javascript' })),
    tokens: key(aRequest({ maxOutputTokens: 65 })),
    temperature: key(aRequest({ temperature: 0.1 })),
    task: key(aRequest({ task: 'action' })),
    'stop rule': key(aRequest({ stopRule: { name: 'line', version: 2 } })),
    model: key(aRequest(), anEndpoint({ completionModel: 'n' })),
    api: key(aRequest(), anEndpoint({ completionApi: 'chat' })),
    url: key(aRequest(), anEndpoint({ url: 'http://127.0.0.1:2/v1' })),
    headers: key(aRequest(), anEndpoint({ headers: { 'x-team': 'b' } })),
    identity: key(aRequest(), anEndpoint(), 'you'),
    secret: key(aRequest(), anEndpoint(), 'me', 't'),
  };
  for (const [name, changed] of Object.entries(changes)) {
    it(`changes with the ${name}`, () => assert.notEqual(changed, key()));
  }

  it('changes with any character of the code', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.nat(),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (text, at, other) => {
          const index = at % text.length;
          const mutated = text.slice(0, index) + other + text.slice(index + 1);
          fc.pre(mutated !== text);
          assert.notEqual(key(infill(text, '')), key(infill(mutated, '')));
        },
      ),
    );
  });

  /** Every leaf of a value, each with another in its place. */
  function* mutants<Whole>(whole: Whole): Generator<readonly [path: string, mutant: Whole]> {
    for (const [name, value] of Object.entries(whole as object)) {
      const put = (changed: unknown) => ({ ...whole, [name]: changed });
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        for (const [path, inner] of mutants(value)) yield [`${name}.${path}`, put(inner)];
      } else if (typeof value === 'number') yield [name, put(value + 1)];
      else if (typeof value === 'string') yield [name, put(`${value}x`)];
      else if (typeof value === 'boolean') yield [name, put(!value)];
    }
  }
  const CHAT = { kind: 'chat', system: 'Fix it.', user: 'const a = 1;' } as const;
  const LINES = { name: 'lines', version: 2, maxLines: 3 } as const;
  const requests = [
    aRequest({ stopRule: LINES }),
    aRequest({ stopRule: LINES, task: 'action', input: CHAT, maxOutputTokens: 9 }),
  ];
  /** Decide who is asked, and when, but not what is answered. */
  const NEUTRAL = ['id', 'provider', 'limits', 'roles', 'apiKeyEnv', 'kind', 'task'];
  for (const request of requests) {
    for (const completionApi of ['fim', 'chat'] as const) {
      const endpoint = anEndpoint({ completionApi, headers: { 'x-route': 'a' } });
      const isCounted = (path: string) => !NEUTRAL.includes(path.split('.').at(-1) ?? '');
      // Of two models only the one that is asked counts.
      const other = request.task === 'action' ? 'completionModel' : 'model';

      it(`changes with every part of a ${request.input.kind} request by ${completionApi}`, () => {
        const counted = [...mutants(request)].filter(([path]) => isCounted(path));
        assert.ok(counted.length >= 7, String(counted.length));
        for (const [path, mutant] of counted) {
          assert.notEqual(key(mutant, endpoint), key(request, endpoint), path);
        }
      });

      it(`changes with every part of its endpoint that can change the answer (${request.task}, ${completionApi})`, () => {
        const ignored = [other, 'completionApi'];
        for (const [path, mutant] of mutants(endpoint)) {
          if (!isCounted(path) || ignored.includes(path)) continue;
          assert.notEqual(key(request, mutant), key(request, endpoint), path);
        }
        for (const limits of [{ requestsPerMinute: 3 }, { concurrency: 2 }]) {
          assert.equal(key(request, { ...endpoint, limits }), key(request, endpoint));
        }
      });
    }
  }

  it('does not let prefix and suffix change places', () => {
    assert.notEqual(key(infill('ab', 'c')), key(infill('a', 'bc')));
  });
});
