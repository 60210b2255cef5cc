import { strict as assert } from 'node:assert';
import { hash } from 'node:crypto';
import fc from 'fast-check';
import type { JsonValue, RelayOperation } from '../../../server/src/domain/relay.ts';
import { makeDigests } from '../../../server/src/pipeline/relayDigests.ts';
import { requestKey } from '../../../server/src/pipeline/requestKey.ts';
import { seededRandom } from '../../../tools/random.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';
import { relayRequest } from '../../support/relays.ts';

type Body = { readonly [member: string]: JsonValue };

const NEUTRAL = ['stream', 'stream_options', 'user', 'metadata', 'store'];
const endpoint = anEndpoint();
const keyOf = (
  body: Body,
  operation: RelayOperation = 'chat',
  { tenant = 'own:anna', identity = 'me', secret = 's', isStreamed = true } = {},
) =>
  requestKey(
    { secret, identity },
    relayRequest({ body, operation, isStreamed }, { tenant }),
    endpoint,
  ).key;

const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const members = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom('messages', 'temperature', 'n', 'seed', '__proto__')),
  value,
);
/** A value as it is sent. */
const sent = (of: unknown) => JSON.stringify(of);

describe('the key of a request that is passed on', () => {
  it('changes with any member of the body, but those that change no answer', () => {
    fc.assert(
      fc.property(members, fc.string(), value, (body, name, other) => {
        fc.pre(name !== 'model');
        const changed = { ...body, [name]: other };
        const isSame = Object.hasOwn(body, name) && sent(body[name]) === sent(other);
        const isKept = keyOf(body as Body) === keyOf(changed as Body);
        assert.equal(isKept, isSame || NEUTRAL.includes(name));
        const { [name]: _, ...without } = changed;
        assert.equal(keyOf(without as Body) === keyOf(changed as Body), NEUTRAL.includes(name));
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not change with members that change no answer, nor with how it is answered', () => {
    const body = { messages: [] };
    for (const name of NEUTRAL) assert.equal(keyOf({ ...body, [name]: 'x' }), keyOf(body), name);
    assert.equal(keyOf(body, 'chat', { isStreamed: false }), keyOf(body));
    // They count wherever else they stand.
    const inside = (more: object) => keyOf({ messages: [{ role: 'user', ...more }] } as Body);
    for (const name of NEUTRAL) assert.notEqual(inside({ [name]: 'x' }), inside({}), name);
  });

  it('does not change with the order of members, and does with that of lists', () => {
    const turned = (of: JsonValue): JsonValue => {
      if (typeof of !== 'object' || of === null) return of;
      if (Array.isArray(of)) return of.map(turned);
      const all = Object.entries(of as Body).map(([name, each]) => [name, turned(each)] as const);
      return Object.fromEntries(all.reverse());
    };
    fc.assert(
      fc.property(members, (body) => {
        assert.equal(keyOf(body as Body), keyOf(turned(body as Body) as Body));
      }),
    );
    assert.notEqual(keyOf({ stop: ['a', 'b'] }), keyOf({ stop: ['b', 'a'] }));
  });

  it('changes with the operation and the model', () => {
    const keys = (['chat', 'text', 'embeddings'] as const).map((each) =>
      keyOf({ input: 'x' }, each),
    );
    assert.equal(new Set(keys).size, 3);
    const of = (model: string) =>
      requestKey({ secret: 's', identity: 'me' }, relayRequest({}), anEndpoint({ model })).key;
    assert.notEqual(of('m'), of('n'));
  });

  it('is made of long members once, for however many endpoints', () => {
    let reads = 0;
    const content = 'a long question '.repeat(100);
    const message = new Proxy(
      { role: 'user', content },
      {
        ownKeys: (target) => {
          reads++;
          return Reflect.ownKeys(target);
        },
      },
    );
    const request = relayRequest({ body: { messages: [message], prompt: content } });
    const scope = { secret: 's', identity: 'me' };
    const [one, other] = ['m', 'n'].map((model) =>
      requestKey(scope, request, anEndpoint({ model })),
    );
    assert.equal(reads, 1);
    assert.notEqual(one?.key, other?.key);
    const again = relayRequest({
      body: { messages: [{ role: 'user', content }], prompt: content },
    });
    assert.deepEqual(requestKey(scope, again, anEndpoint({ model: 'm' })), one);
    const changed = relayRequest({ body: { ...again.input.body, prompt: `${content}.` } });
    assert.notDeepEqual(requestKey(scope, changed, anEndpoint({ model: 'm' })), one);
  });

  it('may be made in pieces, and is the same then', () => {
    const body = { messages: [{ role: 'user', content: 'Why?' }], n: 1, stop: ['a', 'b'] };
    const request = relayRequest({ body });
    assert.equal([...makeDigests(request.input)].length, 4);
    const of = (asked: typeof request) =>
      requestKey({ secret: 's', identity: 'me' }, asked, endpoint);
    assert.deepEqual(of(request), of(relayRequest({ body: structuredClone(body) })));
  });

  it('is not that of a request which has a digest in the place of a member', () => {
    const stop = ['a', 'b'];
    const digest = hash('sha256', JSON.stringify(stop));
    assert.notEqual(keyOf({ stop: [digest] }), keyOf({ stop }));
    assert.notEqual(keyOf({ stop: digest }), keyOf({ stop }));
  });

  it('is never that of another tenant, or another account', () => {
    const random = seededRandom(20);
    const parts = ['own:', 'team:', 'a', 'b', '1', '"', ',', ':', '\u0000', 'ä', ' '];
    const name = () =>
      Array.from(
        { length: 1 + Math.floor(random() * 6) },
        () => parts[Math.floor(random() * parts.length)],
      ).join('');
    const scopes = new Set<string>();
    const keys = new Set<string>();
    while (scopes.size < 100_000) {
      const scope = [name(), name()] as const;
      if (scopes.has(JSON.stringify(scope))) continue;
      scopes.add(JSON.stringify(scope));
      const [tenant, identity] = scope;
      keys.add(keyOf({ messages: [] }, 'chat', { tenant, identity }));
    }
    assert.equal(keys.size, 100_000);
    const own = relayRequest({}, { tenant: '' });
    const { tenant: _, ...nobodys } = own;
    const scope = { secret: 's', identity: 'me' };
    assert.notEqual(requestKey(scope, own, endpoint).key, requestKey(scope, nobodys, endpoint).key);
  });
});
