import client from '@redis/client/dist/lib/client/index.js';
import { Decoder } from '@redis/client/dist/lib/RESP/decoder.js';
import { ReplyError, ReplyMeter } from './replyMeter.ts';

const meters = new WeakMap<Decoder, ReplyMeter>();
const { write, reset } = Decoder.prototype;

function meterOf(decoder: Decoder): ReplyMeter {
  const known = meters.get(decoder);
  if (known !== undefined) return known;
  const meter = new ReplyMeter();
  meters.set(decoder, meter);
  return meter;
}

/**
 * Puts a meter before the client's decoder, which holds whatever a server sends until a reply is whole, and makes room for as many
 * elements as it announces. The client has no option for that, and no place where a socket could be handed over.
 */
Decoder.prototype.write = function writeBounded(this: Decoder, chunk: Uint8Array): void {
  meterOf(this).push(chunk);
  write.call(this, chunk);
};
Decoder.prototype.reset = function resetBoth(this: Decoder): void {
  meterOf(this).reset();
  reset.call(this);
};

/** True for an error of reading what is no reply, more than any reply, or a reply to nothing that was asked. */
export const isHostile = (error: unknown): boolean =>
  [ReplyError, TypeError, RangeError].some((kind) => error instanceof kind);

/** The module is CommonJS: at run time its default is a member of it. */
const RedisClient = (client as unknown as { readonly default: typeof client }).default;
const { emit } = RedisClient.prototype;

/**
 * Ends the connection of whatever client meets such a reply, once that was told. A cluster makes clients to learn which nodes it
 * has, and gives nobody a hand on them: they would read on for ever.
 */
RedisClient.prototype.emit = function emitAndEnd(
  this: InstanceType<typeof RedisClient>,
  event: string | symbol,
  ...values: unknown[]
): boolean {
  try {
    return emit.call(this, event, ...values);
  } finally {
    if (event === 'error' && isHostile(values[0]) && this.isOpen) this.destroy();
  }
};
