import { spawnSync } from 'node:child_process';
import { type AddressInfo, connect, createServer } from 'node:net';

/** The version that a server's program prints; `undefined` where there is no such program. */
function versionOf(program: string, flag: string): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, [flag], { encoding: 'utf8' });
  if (error !== undefined) return undefined;
  return (
    /(?:v=|nginx\/|OpenSSL |tinyproxy |version )([\d.]+)/.exec(stdout + stderr)?.[1] ?? 'unknown'
  );
}

/**
 * Lets a suite run only where its server can be had, and says which it met. Where it cannot, the suite is
 * skipped aloud; in CI it fails.
 */
export function needs(program: string, flag: string): void {
  before(function () {
    const version = versionOf(program, flag);
    if (version !== undefined) {
      console.log(`      (${program} ${version})`);
      return;
    }
    if (process.env.CI !== undefined) throw new Error(`${program} is missing`);
    console.log(`      SKIPPED: there is no ${program} on this machine`);
    this.skip();
  });
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether somebody accepts connections there. */
export const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
