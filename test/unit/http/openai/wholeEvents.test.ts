import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { eventsOf, withoutUsage } from '../../../../server/src/http/openai/wholeEvents.ts';
import { StreamedWhole } from '../../../../server/src/upstream/streamedWhole.ts';

type Body = Readonly<Record<string, unknown>>;

/** The body that the events of another one have as a whole. */
const again = (body: Body): unknown => {
  const whole = new StreamedWhole();
  for (const event of eventsOf(JSON.stringify(body), true)) whole.add(JSON.parse(event));
  return JSON.parse(JSON.stringify(whole.body(body.object as 'chat.completion')));
};

const finish = fc.constantFrom('stop', 'length', 'tool_calls', 'content_filter', null);
const usage = fc.option(fc.record({ prompt_tokens: fc.nat(), completion_tokens: fc.nat() }), {
  nil: undefined,
});
const logprobs = fc.option(
  fc.record({ content: fc.array(fc.record({ token: fc.string() }), { minLength: 1 }) }),
);
const text = fc.string({ unit: 'binary', minLength: 1 });
const call = fc.record({
  id: text,
  type: fc.constant('function'),
  function: fc.record({ name: text, arguments: text }),
});
const message = fc.record(
  {
    role: fc.constant('assistant'),
    content: fc.option(text),
    reasoning_content: text,
    refusal: text,
    tool_calls: fc.array(call, { minLength: 1 }),
  },
  { requiredKeys: ['role', 'content'] },
);
const choice = fc.oneof(
  fc.record({ message, logprobs, finish_reason: finish }),
  fc.record({ message, logprobs, finish_reason: finish }),
);
const bodyOf = (object: string, choices: readonly object[], used: object | undefined): Body =>
  JSON.parse(
    JSON.stringify({
      id: 'i',
      created: 1,
      model: 'm',
      object,
      choices: choices.map((each, index) => ({ index, ...each })),
      ...(used === undefined ? {} : { usage: used }),
    }),
  );

describe('the events of a whole body', () => {
  it('say the same as the body: contents, calls, ends, probabilities, usage', () => {
    fc.assert(
      fc.property(fc.array(choice, { minLength: 1, maxLength: 4 }), usage, (choices, used) => {
        const body = bodyOf('chat.completion', choices, used);
        assert.deepEqual(again(body), body);
      }),
    );
  });

  it('say the same as a completion', () => {
    const texts = fc.array(fc.record({ text, finish_reason: finish }), { minLength: 1 });
    fc.assert(
      fc.property(texts, usage, (choices, used) => {
        const plain = choices.map((each) => ({ ...each, logprobs: null }));
        const body = bodyOf('text_completion', plain, used);
        assert.deepEqual(again(body), body);
      }),
    );
  });

  it('are the pieces that clients expect', () => {
    const body = bodyOf(
      'chat.completion',
      [{ message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' }],
      { prompt_tokens: 1 },
    );
    const events = eventsOf(JSON.stringify(body), true).map((each) => JSON.parse(each));
    assert.deepEqual(
      events.map(({ object, choices }) => [object, choices[0]?.finish_reason]),
      [
        ['chat.completion.chunk', null],
        ['chat.completion.chunk', 'stop'],
        ['chat.completion.chunk', undefined],
      ],
    );
    assert.equal(eventsOf(JSON.stringify(body), false).length, 2);
    assert.deepEqual(
      events.map(({ usage: told }) => told),
      [null, null, { prompt_tokens: 1 }],
    );
  });

  it('hold the text of a completion whose server does not say what it is', () => {
    const body = { choices: [{ index: 0, text: 'a', finish_reason: 'stop' }] };
    const [event = ''] = eventsOf(JSON.stringify(body), false);
    assert.deepEqual(JSON.parse(event).choices[0].text, 'a');
    assert.equal(JSON.parse(event).object, 'text_completion');
  });

  it('pass over what is no choice, and no message', () => {
    const odd = { choices: [null, 7, { index: 0, message: 'x' }, { index: 1, message: null }] };
    assert.equal(eventsOf(JSON.stringify(odd), true).length, 4);
    for (const choices of [null, {}, 'x', undefined])
      assert.deepEqual(eventsOf(JSON.stringify({ choices }), true), []);
  });
});

describe('withoutUsage', () => {
  it('leaves out an event that brings nothing but the usage', () => {
    assert.deepEqual(withoutUsage(['{"choices":[],"usage":{"prompt_tokens":1}}']), []);
    const spaced = '{"id":"c", "choices": [], "usage": {"prompt_tokens": 1}}';
    assert.deepEqual(withoutUsage([spaced, spaced]), []);
  });

  it('leaves out the word that it comes later', () => {
    const event = { choices: [{ delta: { content: 'a' } }], usage: null, id: 'c' };
    const { usage: _, ...plain } = event;
    assert.deepEqual(withoutUsage([JSON.stringify(event)]), [JSON.stringify(plain)]);
    assert.deepEqual(withoutUsage(['{"choices":[], "usage": null}']), ['{"choices":[]}']);
  });

  it('leaves all others as they are', () => {
    const said = { choices: [{ delta: { content: ',"usage":null} "choices":[] "usage":{' } }] };
    const early = { choices: said.choices, usage: { prompt_tokens: 1 } };
    const events = [said, { choices: [] }, early].map((each) => JSON.stringify(each));
    assert.deepEqual(withoutUsage(events), events);
  });
});
