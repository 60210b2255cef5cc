import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DELTA, END, WHOLE } from './cannedAnswers.ts';

/**
 * A model server in a process of its own, for `fork`: answers whole requests after `delayMs`, streams with so many deltas, one every `paceMs`. Tells its
 * port; answers `calls` with how many it had.
 */
const [delayMs = 0, deltas = 64, paceMs = 20] = process.argv.slice(2).map(Number);
let calls = 0;

const server = createServer({ noDelay: true }, (request, response) => {
  let body = '';
  request.setEncoding('latin1').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    calls++;
    if (!body.includes('"stream":true')) {
      const answer = () =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': WHOLE.length })
          .end(WHOLE);
      if (delayMs === 0) answer();
      else setTimeout(answer, delayMs);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let sent = 0;
    const timer = setInterval(() => {
      sent++;
      if (sent <= deltas) response.write(DELTA);
      if (sent < deltas) return;
      clearInterval(timer);
      response.end(END);
    }, paceMs);
    response.on('close', () => clearInterval(timer));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 4_096, () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => process.send?.(calls));
