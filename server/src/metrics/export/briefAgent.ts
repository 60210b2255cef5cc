import * as http from 'node:http';
import * as https from 'node:https';
import type { Clock } from '../../base/clock.ts';

/**
 * An agent of Node's HTTP client whose connections serve one request and are closed after `lifeMs` milliseconds, whatever comes
 * over them meanwhile: a timeout of the client itself begins anew with every byte.
 */
export function briefAgent(protocol: string, lifeMs: number, clock: Clock): http.Agent {
  const agent = protocol === 'https:' ? new https.Agent() : new http.Agent();
  const connect = agent.createConnection;
  agent.createConnection = (options, callback) => {
    const socket = connect.call(agent, options, callback);
    const end = clock.after(lifeMs, () => socket?.destroy());
    socket?.once('close', () => end.dispose());
    return socket;
  };
  return agent;
}
