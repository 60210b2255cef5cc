import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Notices } from '../../server/src/redis/notices.ts';
import { RedisLink } from '../../server/src/redis/redisLink.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';

describe('the connection to a real Redis that all of a process share', () => {
  needs('redis-server', '--version');
  let server: RedisServer;
  let clock: FakeClock;
  let link: RedisLink;
  beforeEach(async () => {
    server = await RedisServer.begin();
    clock = new FakeClock();
    link = new RedisLink([server.url], clock);
  });
  afterEach(async () => {
    link.dispose();
    server.goOn();
    await server.stop();
  });
  const ask = (onLate?: (answer: unknown) => void) =>
    link.run('return ARGV[1]', ['k'], ['7'], onLate);

  it('refuses at once until it is there', async () => {
    await assert.rejects(ask(), /not connected/);
    await waitFor('Redis', () => link.isUp);
    assert.equal(await ask(), '7');
    await waitFor('all timers to end', () => clock.pending === 0);
  });

  it('waits fifty milliseconds for a server that hangs, once, and tells of an answer that is late', async () => {
    await waitFor('Redis', () => link.isUp && clock.pending === 0);
    server.hang();
    const late: unknown[] = [];
    let isOver = false;
    const asked = assert.rejects(
      ask((answer) => late.push(answer)).finally(() => {
        isOver = true;
      }),
      /in time/,
    );
    await clock.pass(49);
    assert.equal(isOver, false);
    await clock.pass(1);
    await asked;
    await assert.rejects(ask(), /in time/);
    assert.equal(clock.pending, 0);
    server.goOn();
    await waitFor('the late answer', () => late.length > 0);
    assert.deepEqual(late, ['7']);
    assert.equal(await ask(), '7', 'it is asked again once it has answered');
  });

  it('passes an error of a script on', async () => {
    await waitFor('Redis', () => link.isUp);
    await assert.rejects(link.run("return redis.call('NONE')", ['k'], []), /Unknown Redis command/);
    assert.equal(await ask(), '7');
  });

  it('is made anew where nothing has come for three seconds', async () => {
    await waitFor('Redis', () => link.isUp);
    const id = () =>
      server
        .command('client', 'list', 'type', 'normal')
        .split('\n')
        .map((line) => line.split(' ')[0]);
    const [before] = id();
    server.hang();
    for (let round = 0; round < 5; round++) {
      const asked = ask().catch(() => undefined);
      await clock.pass(1_000);
      await asked;
    }
    server.goOn();
    await waitFor('another connection', () => link.isUp && !id().includes(before));
    assert.equal(await ask(), '7');
  });

  it('hears no more of a channel that is flooded, until some seconds later', async () => {
    const notices = new Notices([server.url], 'x', clock);
    await waitFor('it to listen', () => notices.isListening);
    let words = 0;
    notices.listen('a', () => words++);
    const peer = connect(server.port, '127.0.0.1').on('error', () => undefined);
    await once(peer, 'connect');
    peer.resume().write("PUBLISH x 'a stored'\r\n".repeat(3_000));
    await waitFor('it to leave', () => !notices.isListening);
    assert.ok(words > 0 && words <= 1_000, String(words));
    peer.destroy();
    await waitFor('it to listen again', async () => {
      await clock.pass(1_000);
      return notices.isListening;
    });
    const before = words;
    server.command('publish', 'x', 'a stored');
    await waitFor('a word', () => words > before);
    notices.dispose();
  });
});

describe('a server that takes connections and says nothing', () => {
  it('is left after ten seconds, and tried again five later', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.resume();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const clock = new FakeClock();
    const { port } = server.address() as AddressInfo;
    const link = new RedisLink([`redis://127.0.0.1:${port}`], clock);
    await waitFor('a connection', () => sockets.length === 1);
    await clock.pass(9_999);
    assert.equal(sockets[0]?.destroyed, false);
    await clock.pass(1);
    await waitFor('its end', () => sockets[0]?.destroyed === true);
    await clock.pass(4_999);
    assert.equal(sockets.length, 1);
    await clock.pass(1);
    await waitFor('another one', () => sockets.length === 2);
    assert.equal(link.isUp, false);
    link.dispose();
    await waitFor('its end', () => sockets[1]?.destroyed === true);
    server.close();
    assert.equal(clock.pending, 0);
  });

  it('does not keep a process that has no such URL', async () => {
    const clock = new FakeClock();
    const link = new RedisLink(['no URL'], clock);
    await assert.rejects(link.run('return 1', ['k'], []), /not connected/);
    await clock.pass(60_000);
    assert.equal(clock.pending, 0);
    link.dispose();
  });
});
