import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { StreamedWhole } from '../../../server/src/upstream/streamedWhole.ts';

const wholeOf = (
  events: readonly object[],
  object: 'chat.completion' | 'text_completion' = 'chat.completion',
) => {
  const whole = new StreamedWhole();
  for (const event of events) whole.add(JSON.parse(JSON.stringify(event)));
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  return whole.body(object) as any;
};
const said = (delta: object, more: object = {}) => ({ choices: [{ index: 0, delta, ...more }] });

describe('StreamedWhole', () => {
  it('puts texts together for each choice, however they are mixed', () => {
    const piece = fc.record({
      index: fc.nat(3),
      name: fc.constantFrom('content', 'reasoning_content', 'refusal'),
      text: fc.string({ minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const whole = wholeOf(
          pieces.map(({ index, name, text }) => ({
            choices: [{ index, delta: { [name]: text } }],
          })),
        );
        for (const { index, message } of whole.choices) {
          for (const name of ['content', 'reasoning_content', 'refusal']) {
            const own = pieces.filter((each) => each.index === index && each.name === name);
            assert.equal(message[name] ?? '', own.map(({ text }) => text).join(''));
          }
        }
        const indexes = [...new Set(pieces.map(({ index }) => index))].sort();
        assert.deepEqual(
          whole.choices.map(({ index }: { index: number }) => index),
          indexes,
        );
      }),
    );
  });

  it('puts calls of tools together, and keeps what only their first piece says', () => {
    const call = (more: object, index = 0) => said({ tool_calls: [{ index, ...more }] });
    const { choices } = wholeOf([
      said({ role: 'assistant', content: null }),
      call({ id: 'c1', type: 'function', function: { name: 'find', arguments: '' } }),
      call({ id: '', type: null, function: { name: null, arguments: '{"a":' } }),
      call({ id: 'c2', function: { name: 'go', arguments: '{}' } }, 1),
      call({ id: null, function: { name: '', arguments: '1}' } }),
      said({}, { finish_reason: 'tool_calls' }),
    ]);
    assert.deepEqual(choices[0].message, {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"a":1}' } },
        { id: 'c2', function: { name: 'go', arguments: '{}' } },
      ],
    });
    assert.equal(choices[0].finish_reason, 'tool_calls');
  });

  it('keeps what was said first of the whole, the last end, and the usage', () => {
    const whole = wholeOf([
      { id: 'a', model: 'm', object: 'chat.completion.chunk', ...said({ content: 'x' }) },
      { id: 'b', timings: 1, ...said({}, { finish_reason: 'length' }) },
      { choices: [], usage: { prompt_tokens: 1 } },
      { choices: null, usage: null },
    ]);
    assert.deepEqual(whole, {
      id: 'a',
      model: 'm',
      timings: 1,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'x' },
          logprobs: null,
          finish_reason: 'length',
        },
      ],
      usage: { prompt_tokens: 1 },
    });
  });

  it('has texts in place of messages for a completion', () => {
    const choices = [{ index: 0, text: 'a', finish_reason: null, logprobs: { tokens: ['a'] } }];
    const end = [{ index: 0, text: 'b', finish_reason: 'stop', logprobs: { tokens: ['b'] } }];
    const whole = wholeOf([{ choices }, { choices: end }], 'text_completion');
    assert.deepEqual(whole.choices, [
      { index: 0, text: 'ab', logprobs: { tokens: ['a', 'b'] }, finish_reason: 'stop' },
    ]);
  });

  it('is not led astray by names and places that nobody expects', () => {
    const named = '{"content":"a","__proto__":{"evil":1},"toString":"b","constructor":["c"]}';
    const whole = new StreamedWhole();
    whole.add(JSON.parse(`{"__proto__":{"evil":1},"choices":[{"index":0,"delta":${named}}]}`));
    whole.add(
      JSON.parse(`{"choices":[{"delta":{"tool_calls":[{"__proto__":{"evil":1},"id":"c"}]}}]}`),
    );
    for (const index of [-1, 1.5, 16_384, '0', {}])
      whole.add({ choices: [{ index, delta: { content: 'no' } }] });
    whole.add({
      choices: [7, null, [], { delta: 7 }, { delta: { tool_calls: [7, { index: -1 }] } }],
    });
    const text = JSON.stringify(whole.body('chat.completion'));
    assert.doesNotMatch(text, /evil|no"/);
    assert.match(text, /"content":"a","toString":"b","constructor":\["c"\]/);
    assert.equal(({} as { evil?: number }).evil, undefined);
  });

  it('takes as long for each event, however many there are', () => {
    const events = 100_000;
    const whole = new StreamedWhole();
    for (let at = 0; at < events; at++) {
      whole.add({ [`m${at}`]: at, choices: [{ index: 0, delta: { details: [at] } }] });
    }
    const body = whole.body('chat.completion') as {
      choices: [{ message: { details: unknown[] } }];
    };
    assert.equal(body.choices[0].message.details.length, events);
    assert.equal(Object.keys(body).length, events + 2);
  });

  it('says of what is not there that it is not, as a whole answer does', () => {
    const [choice] = wholeOf([
      said({ role: 'assistant', content: '', refusal: null }),
      said({ content: 'Hi' }, { logprobs: { content: [{ token: 'Hi' }], refusal: null } }),
      said({}, { finish_reason: 'stop', logprobs: null }),
    ]).choices;
    assert.deepEqual(choice.message, { role: 'assistant', content: 'Hi', refusal: null });
    assert.deepEqual(choice.logprobs, { content: [{ token: 'Hi' }], refusal: null });
  });

  it('leaves out what only hides how long a piece is', () => {
    const whole = wholeOf([{ ...said({ content: 'Hi' }), id: 'i', obfuscation: 'r4N7vQ2m' }]);
    assert.deepEqual(Object.keys(whole), ['id', 'object', 'choices']);
  });
});
