import { strict as assert } from 'node:assert';
import { waitFor } from '../../tools/waitFor.ts';
import { ClientProcess } from './ground/clientProcess.ts';
import { Ground } from './ground/ground.ts';
import { asked, type PlainAnswer, read, textIn } from './ground/plainRequest.ts';

describe('a client that leaves the gateway', () => {
  let ground: Ground;
  before(async () => {
    ground = await Ground.begin();
  });
  after(() => ground.stop());

  const ask = (content: string, stream = true): Promise<PlainAnswer> =>
    asked(ground.gateway.url, ground.place.apiKey, { content, stream });
  /** Resolves when the first text is there. */
  const begun = async ({ body }: PlainAnswer): Promise<void> => {
    let text = '';
    for await (const chunk of body.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      text += chunk;
      if (textIn(text)) return;
    }
  };
  const running = (count: number) =>
    waitFor(`${count} calls`, () => ground.upstream.running === count);

  for (const client of ['openai', 'aiSdk', 'langchain']) {
    it(`ends the call with it: ${client}`, async () => {
      const host = new ClientProcess(client);
      try {
        const { aborted, calls } = ground.upstream;
        await host.run('a stream that is left', ground.place);
        await waitFor('the call to end', () => ground.upstream.aborted === aborted + 1);
        await host.run('an answer that does not come in time', ground.place);
        await waitFor('this one to end', () => ground.upstream.aborted === aborted + 2);
        assert.equal(ground.upstream.calls, calls + 2);
        assert.equal(ground.upstream.running, 0);
      } finally {
        await host.stop();
      }
    });
  }

  it('ends no call that another one waits for', async () => {
    const { aborted, calls } = ground.upstream;
    const first = await ask('Wait for us both');
    await begun(first);
    const second = await ask('Wait for us both');
    await begun(second);
    assert.equal(second.headers['x-aurelis-cache'], 'joined');
    first.body.destroy();
    await ground.upstream.release();
    const text = await read(second);
    assert.ok(text.endsWith('data: [DONE]\n\n'), text);
    assert.equal(ground.upstream.calls, calls + 1);
    assert.equal(ground.upstream.aborted, aborted);
  });

  it('ends the call when the last one has left', async () => {
    const { aborted } = ground.upstream;
    const answers = await Promise.all([ask('Wait for nobody'), ask('Wait for nobody')]);
    await Promise.all(answers.map(begun));
    assert.equal(ground.upstream.running, 1);
    for (const { body } of answers) body.destroy();
    await running(0);
    assert.equal(ground.upstream.aborted, aborted + 1);
  });

  it('lets the answer that it left half be asked for again, whole', async () => {
    const left = await ask('Wait for the second time');
    await begun(left);
    left.body.destroy();
    await running(0);
    const again = await ask('Wait for the second time');
    await begun(again);
    assert.equal(again.headers['x-aurelis-cache'], 'miss');
    await ground.upstream.release();
    assert.ok((await read(again)).endsWith('data: [DONE]\n\n'));
  });
});
