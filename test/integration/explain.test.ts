import { strict as assert } from 'node:assert';
import type { ExplainResult } from '../../server/src/protocol/messages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';

describe('why nothing is suggested', () => {
  it('is told for a line in sentences, with how the endpoints are', async () => {
    const upstream = await new ScriptedUpstream(() => ({ status: 401 })).start();
    const endpoint = { id: 'mine', provider: 'openai', url: upstream.url, model: 'm' };
    const pair = await lspPair({ settings: { endpoints: [endpoint] } });
    await pair.open(URI, 'const total = \nsum');
    await pair.complete(URI, { line: 0, character: 14 });
    await pair.complete(URI, { line: 1, character: 1 });
    const told = (line: number) =>
      pair.client.sendRequest<ExplainResult>('aurelis/explain', { uri: URI, line });
    const first = await told(0);
    assert.match(first.decisions[0]?.text ?? '', /^The model did not answer.*refuses the API key/);
    assert.deepEqual(first.endpoints, [
      {
        id: 'mine',
        text: 'refuses the API key (“scripted”); it is asked again after a while, and at once when you change a setting or its key',
      },
    ]);
    assert.equal((await told(1)).decisions[0]?.text, 'The cursor stands in the middle of a word.');
    assert.deepEqual((await told(7)).decisions, []);
    await pair.close();
    await upstream.stop();
  });

  it('is a line of the trace for clients that want one, and for no others', async () => {
    const pair = await lspPair();
    const traced: string[] = [];
    pair.client.onNotification(
      '$/logTrace',
      ({ message }: { message: string }) => void traced.push(message),
    );
    await pair.open(URI, 'sum');
    await pair.complete(URI, { line: 0, character: 1 });
    await pair.client.sendNotification('$/setTrace', { value: 'messages' });
    await pair.complete(URI, { line: 0, character: 2 });
    await waitFor('the trace', () => traced.length > 0);
    assert.deepEqual(traced, ['Ln 1, Col 3: nothing shown, midWord']);
    await pair.close();
  });
});
