import { type AddressInfo, createServer, type Socket } from 'node:net';
import { answerOf, CHUNKS } from './cannedAnswers.ts';

/**
 * A model server that does as little as can be done, in a process of its own, for `fork`: on two cores whatever it takes is taken from what is measured. It
 * reads no more of HTTP/1.1 than our callers and proxies write. Answers after `delayMs`, streams with so many deltas, one every `paceMs`.
 */
const [delayMs = 0, deltas = 64, paceMs = 20] = process.argv.slice(2).map(Number);
const LENGTH = /\r\ncontent-length: (\d+)/i;

const server = createServer({ noDelay: true }, (socket) => {
  let held = '';
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('data', (text) => {
    held += String(text);
    for (;;) {
      const head = held.indexOf('\r\n\r\n');
      if (head < 0) return;
      const end = endOf(held, head + 4, LENGTH.exec(held.slice(0, head))?.[1]);
      if (end === undefined) return;
      const isStreamed = held.slice(0, end).includes('"stream":true');
      held = held.slice(end);
      answer(socket, isStreamed);
    }
  });
});

/** Where a request ends; `undefined` while it has not. A body without a length comes in chunks. */
function endOf(text: string, from: number, length: string | undefined): number | undefined {
  if (length !== undefined) {
    const end = from + Number(length);
    return text.length >= end ? end : undefined;
  }
  const last = text.indexOf('0\r\n\r\n', from);
  return last < 0 ? undefined : last + 5;
}

function answer(socket: Socket, isStreamed: boolean): void {
  if (!isStreamed) {
    const send = () => socket.write(answerOf.whole);
    if (delayMs === 0) send();
    else setTimeout(send, delayMs);
    return;
  }
  socket.write(answerOf.streamHead);
  let sent = 0;
  const timer = setInterval(() => {
    sent++;
    socket.write(sent < deltas ? CHUNKS.delta : CHUNKS.last);
    if (sent >= deltas || socket.destroyed) clearInterval(timer);
  }, paceMs);
}

server.listen(0, '127.0.0.1', 4_096, () => process.send?.((server.address() as AddressInfo).port));
