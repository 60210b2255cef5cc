import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { BodyWork } from '../../../../server/src/http/openai/bodyWork.ts';

/** Whether a body is refused, when it comes in pieces of some size. */
function refused(body: string, size = 65_536): 'too deep' | 'too much' | undefined {
  const work = new BodyWork();
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += size) work.add(bytes.subarray(at, at + size));
  if (work.isTooDeep) return 'too deep';
  return work.isTooMuch ? 'too much' : undefined;
}
const listOf = (count: number, item: (at: number) => string) =>
  `{"x":[${Array.from({ length: count }, (_, at) => item(at)).join()}]}`;
const objectOf = (count: number) =>
  `{${Array.from({ length: count }, (_, at) => `"k${at}":${at}`).join()}}`;

describe('the work that a body makes', () => {
  const limits: [name: string, taken: string, tooMuch: string][] = [
    ['members', objectOf(49_999), objectOf(50_001)],
    ['texts', listOf(199_990, () => '"a"'), listOf(200_001, () => '"a"')],
    ['numbers', listOf(999_900, () => '1'), listOf(1_000_001, () => '1')],
    ['lists', listOf(249_990, () => '[]'), listOf(250_001, () => '[]')],
    ['objects', listOf(249_990, () => '{}'), listOf(250_001, () => '{}')],
    [
      'escapes of halves of characters',
      `{"x":"${'\\uD83d\\ude00'.repeat(124_990)}"}`,
      `{"x":"${'\\uD83d\\ude00'.repeat(125_001)}"}`,
    ],
  ];
  for (const [name, taken, tooMuch] of limits) {
    it(`is bounded in ${name}`, () => {
      assert.equal(refused(taken), undefined);
      assert.equal(refused(tooMuch), 'too much');
    });
  }

  it('is bounded in depth', () => {
    const deep = (depth: number) => `${'{"a":['.repeat(depth / 2)}${']}'.repeat(depth / 2)}`;
    assert.equal(refused(deep(200)), undefined);
    assert.equal(refused(deep(202)), 'too deep');
    assert.equal(refused(listOf(10_000, () => '[[[]]]')), undefined);
  });

  it('is not made by what texts hold', () => {
    const texts = ['[{,:'.repeat(400_000), '\\"[{,:'.repeat(400_000), '\\\\u'.repeat(400_000)];
    for (const text of [...texts, '\\n\\u4e2d'.repeat(400_000)])
      assert.equal(refused(`{"x":"${text}"}`), undefined, text.slice(0, 9));
  });

  it('is far less for what agents and others send', () => {
    const list = <Item>(length: number, item: (at: number) => Item) =>
      Array.from({ length }, (_, at) => item(at));
    const call = (id: string) => ({
      id,
      type: 'function',
      function: { name: 'f', arguments: '{"a":[1,2,3]}' },
    });
    const messages = list(1_000, (at) => [
      { role: 'assistant', content: [{ type: 'text', text: 'a' }], tool_calls: [call(`c${at}`)] },
      { role: 'tool', tool_call_id: `c${at}`, content: 'b' },
    ]).flat();
    const properties = Object.fromEntries(
      list(15, (at) => [`p${at}`, { type: 'string', description: 'd' }]),
    );
    const parameters = { type: 'object', properties, required: Object.keys(properties) };
    const tools = list(128, (at) => ({
      type: 'function',
      function: { name: `t${at}`, parameters },
    }));
    const url = `data:image/png;base64,${'iVBORw0K'.repeat(1_100_000)}`;
    const tokens = list(2_048, () => list(146, (at) => at));
    for (const body of [
      { model: 'm', messages, tools },
      {
        model: 'm',
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
      },
      { model: 'm', input: list(2_048, () => 'a text') },
      { model: 'm', input: list(100_000, () => 'a text') },
      { model: 'm', input: tokens },
      { model: 'm', messages: [], logit_bias: Object.fromEntries(list(1_024, (at) => [at, 1])) },
    ])
      assert.equal(refused(JSON.stringify(body)), undefined);
  });

  it('is the same in whatever pieces a body comes', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const size = fc.integer({ min: 1, max: 9 });
    // A few more of what is counted decide whether it is too much.
    const full = listOf(999_950, () => '1').slice(0, -2);
    fc.assert(
      fc.property(value, size, fc.integer({ min: 0, max: 60 }), (each, pieces, more) => {
        const rest = Buffer.from(`,${JSON.stringify(each)}${',1'.repeat(more)}]}`);
        const [atOnce, cut] = [new BodyWork(), new BodyWork()];
        atOnce.add(Buffer.concat([Buffer.from(full), rest]));
        cut.add(Buffer.from(full));
        for (let at = 0; at < rest.length; at += pieces) cut.add(rest.subarray(at, at + pieces));
        assert.equal(cut.isTooMuch, atOnce.isTooMuch);
      }),
      { numRuns: 30 },
    );
  });
});
