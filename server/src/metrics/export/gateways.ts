import type { Announcement } from '../../domain/announcement.ts';
import type { GatewaySnapshot } from '../../protocol/gateway.ts';
import type { ModelReading } from '../collect/tallyQueries.ts';

/** An endpoint as a gateway, with the answers that its models gave; `undefined` where it is none. */
export function gatewayOf(
  { id, announced }: { readonly id: string; readonly announced?: Announcement },
  models: readonly ModelReading[],
): GatewaySnapshot | undefined {
  if (announced === undefined) return undefined;
  const own = models.filter(({ endpointId }) => endpointId === id);
  const sum = (of: 'answered' | 'free') => own.reduce((all, model) => all + model[of], 0);
  return { ...announced, answers: sum('answered'), fromCache: sum('free') };
}
