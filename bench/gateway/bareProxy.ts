import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The least that a proxy can be, in a process of its own, for `fork`: passes requests on to `port`, with connections kept alive. */
const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: 10_000 });
const server = createServer({ noDelay: true }, (asked, answered) => {
  const { method, url, headers } = asked;
  const onward = request(
    { host: '127.0.0.1', port, agent, method, path: url, headers },
    (answer) => {
      answered.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(answered);
    },
  );
  onward.on('error', () => answered.destroy());
  answered.on('close', () => onward.destroy());
  asked.pipe(onward);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 4_096, () => process.send?.((server.address() as AddressInfo).port));
