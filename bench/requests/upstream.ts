import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '../../tools/random.ts';

/**
 * A model server in a process of its own, for `fork`: answers each request after `delayMs` with so many `events` spread over
 * `spreadMs`. With a `sigma` the delays are log-normal around `delayMs`, the same every time. Tells its port; answers `record` with when each request came and how long it took, by its own clock.
 */
const [delayMs = 0, events = 1, spreadMs = 0, sigma = 0] = process.argv.slice(2).map(Number);
const random = seededRandom(1);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const chunk = (finish: string | null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: finish }] })}\n\n`;
const [WORD, LAST] = [chunk(null), `${chunk('stop')}data: [DONE]\n\n`];
let record: number[] = [];

const server = createServer((request, response) => {
  const begin = performance.now();
  request.resume();
  response.on('finish', () => record.push(performance.now() - begin));
  let sent = 0;
  const send = () => {
    sent++;
    if (sent < events) {
      response.write(WORD);
      setTimeout(send, spreadMs / events);
    } else response.end(LAST);
  };
  setTimeout(
    () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      send();
    },
    delayMs * Math.exp(sigma * normal()),
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => {
  process.send?.(record);
  record = [];
});
