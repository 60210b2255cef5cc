import type { Gate } from '../completion/decision/gates.ts';
import type { Position } from '../documents/position.ts';
import type { Engine, Outgoing } from './engine.ts';
import type { Features } from './features.ts';

/** Returns all that would be sent for a suggestion at a place; see `requestThere` for the other cases. */
export async function outgoingAt(
  { engine, requestThere }: Pick<Features, 'requestThere'> & { readonly engine: Engine },
  uri: string,
  position: Position,
): Promise<readonly Outgoing[] | Gate | undefined> {
  const request = await requestThere(uri, position);
  return typeof request === 'object' ? engine.outgoing(request) : request;
}
