import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { requestPath } from '../../../tools/testing/requestPath.ts';
import { aContext, aRequest } from '../../../tools/testing/requests.ts';

/** A file about models, and what belongs into it. */
const PREFIX = "const PREFIX = '<|fim_prefix|>';\nconst SUFFIX = ";
const SAID = "'\u2039|fim_suffix|>';\n";
const MEANT = "'<|fim_suffix|>';\n";

const request = aRequest({
  input: { kind: 'infill', prefix: PREFIX, suffix: "const MIDDLE = '<|fim_middle|>';\n" },
  stopRule: { name: 'line', version: 2 },
});

function served(model: string) {
  const bodies: string[] = [];
  const call: HttpCall = async ({ body }) => {
    bodies.push(String(body));
    async function* answer() {
      for (const text of [SAID.slice(0, 8), SAID.slice(8)]) {
        yield Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, text }] })}\n\n`);
      }
      yield Buffer.from('data: [DONE]\n\n');
    }
    return { status: 200, headers: { 'content-type': 'text/event-stream' }, body: answer() };
  };
  const endpoint = { id: 'e', provider: 'vllm', url: 'http://127.0.0.1:9/v1', model };
  const settings = { endpoints: [endpoint], cache: { disk: { enable: false } } };
  return { bodies, path: requestPath({ clock: new FakeClock(), call, settings }) };
}

describe('a file that is about control tokens', () => {
  it('is completed, and forges no prompt', async () => {
    const { bodies, path } = served('qwen2.5-coder:7b');
    const heard: string[] = [];
    const onText = (text: string): boolean => heard.push(text) > 0;
    const { text } = await path.generate(request, aContext({ onText }));
    assert.equal(text, MEANT.trimEnd());
    for (const each of heard) assert.ok(MEANT.startsWith(each), each);
    const { prompt } = JSON.parse(bodies[0] ?? '');
    for (const token of ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>']) {
      assert.equal(prompt.split(token).length, 2, token);
    }
    path.dispose();
  });

  it('finds its answers again', async () => {
    const { bodies, path } = served('qwen2.5-coder:7b');
    await path.generate(request, aContext());
    assert.equal(path.peek(request)?.text, MEANT.trimEnd());
    const { text, source } = await path.generate(request, aContext());
    assert.deepEqual([text, source, bodies.length], [MEANT.trimEnd(), 'memory', 1]);
    path.dispose();
  });

  it('is shown as it would be sent', async () => {
    const { path } = served('qwen2.5-coder:7b');
    const [outgoing] = await path.outgoing(request);
    assert.ok(outgoing?.body.includes("PREFIX = '\u2039|fim_prefix|>'"));
    path.dispose();
  });
});
