import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { fits } from '../../../server/src/upstream/fitted.ts';
import { prepare } from '../../../server/src/upstream/prepare.ts';
import { aRequest } from '../../../tools/testing/requests.ts';

/** An endpoint as the settings make it. */
function endpointOf(setting: object): Endpoint {
  const { settings } = parseSettings({ endpoints: [{ id: 'e', ...setting }] });
  const [endpoint] = configuredEndpoints(settings);
  assert.ok(endpoint);
  return endpoint;
}

/** The members of the bodies that are looked at. */
interface Sent {
  readonly input_prefix: string;
  readonly prompt: string;
  readonly input_suffix: string;
  readonly input_extra: readonly object[];
  readonly messages: readonly [{ readonly content: string }, { readonly content: string }];
}

const sent = (body: unknown): Sent => body as Sent;

describe('the limit of tokens of an endpoint', () => {
  it('is kept to: snippets go first, then what is farthest', () => {
    const partsAt = (inputTokens: number) => {
      const endpoint = endpointOf({ provider: 'llamacpp', limits: { inputTokens } });
      const input = {
        kind: 'infill',
        prefix: `${'a'.repeat(98)}\nb`,
        suffix: `c${'d'.repeat(99)}`,
      } as const;
      const snippets = [{ name: 'x.ts', text: 'e'.repeat(96) }];
      const body = sent(prepare(aRequest({ input: { ...input, snippets } }), endpoint).body);
      const { input_suffix, input_extra } = body;
      const input_prefix = body.input_prefix + body.prompt;
      return [
        input_prefix.length,
        input_suffix.length,
        input_extra.length,
        input_prefix.at(-1),
        input_suffix[0],
      ];
    };
    assert.deepEqual(partsAt(75), [100, 100, 1, 'b', 'c']);
    assert.deepEqual(partsAt(74), [100, 100, 0, 'b', 'c']);
    // What is left of the prefix begins at the same place for key after key.
    assert.deepEqual(partsAt(30), [55, 30, 0, 'b', 'c']);
  });

  it('leaves out of a question the lines around what it asks about, the farthest first, never that itself', () => {
    const user = 'head;aa\nbb\n<block>\ncc\ndd;tail';
    const around = { above: { start: 5, end: 11 }, below: { start: 18, end: 24 } };
    const askedAt = (room: number, question: object = { around }) => {
      const inputTokens = room / 4;
      const input = { kind: 'chat', system: 'Be.', user, ...question } as const;
      const endpoint = {
        ...endpointOf({ provider: 'vllm', url: 'http://v', model: 'm' }),
        limits: { inputTokens },
      };
      const request = aRequest({ input });
      const { messages } = sent(prepare(request, endpoint).body);
      assert.equal(messages[0].content, 'Be.');
      return [messages[1].content, fits(request, endpoint)];
    };
    assert.deepEqual(askedAt(32), [user, true]);
    assert.deepEqual(askedAt(31), ['head;aa\nbb\n<block>\ncc;tail', true]);
    assert.deepEqual(askedAt(29), ['head;aa\nbb\n<block>\ncc;tail', true]);
    assert.deepEqual(askedAt(28), ['head;aa\nbb\n<block>;tail', true]);
    assert.deepEqual(askedAt(25), ['head;bb\n<block>;tail', true]);
    assert.deepEqual(askedAt(22), ['head;<block>;tail', true]);
    assert.deepEqual(askedAt(20), ['head;<block>;tail', true]);
    assert.deepEqual(askedAt(19), ['head;<block>;tail', false]);
    assert.deepEqual(askedAt(31, {}), [user, false]);
  });
});
