import { strict as assert } from 'node:assert';
import { needs } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { compare } from './ground/comparing.ts';
import { Ground } from './ground/ground.ts';
import { NginxInFront } from './ground/nginxInFront.ts';
import { asked, textIn } from './ground/plainRequest.ts';

describe('a gateway behind nginx', () => {
  needs('nginx', '-v');
  let ground: Ground;
  let front: NginxInFront;
  before(async () => {
    ground = await Ground.begin();
    front = await NginxInFront.begin(ground);
  });
  after(async () => {
    await front.stop();
    await ground.stop();
  });

  it('streams each piece as it comes', async () => {
    const response = await asked(front.url, ground.place.apiKey, {
      content: 'Wait for the proxy',
      stream: true,
    });
    const texts = response.body.setEncoding('utf8')[Symbol.asyncIterator]();
    // The server says no more until it is told to: what comes now was held back nowhere.
    let text = '';
    while (!textIn(text)) text += (await texts.next()).value;
    await ground.upstream.release();
    for (;;) {
      const { done, value } = await texts.next();
      if (done) break;
      text += value;
    }
    assert.ok(text.endsWith('data: [DONE]\n\n'), text.slice(-100));
  });

  it('ends the call of who leaves', async () => {
    const { aborted } = ground.upstream;
    const response = await asked(front.url, ground.place.apiKey, {
      content: 'Wait for whoever leaves the proxy',
      stream: true,
    });
    await response.body[Symbol.asyncIterator]().next();
    response.body.destroy();
    await waitFor('the call to end', () => ground.upstream.aborted === aborted + 1);
  });
});

describe('behind nginx', () => {
  needs('nginx', '-v');
  compare('through nginx and the gateway', NginxInFront.begin);
});
