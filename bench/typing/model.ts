import { createHash } from 'node:crypto';

/** A place is a line and a run of four characters: asked twice there, a model says the same. */
const RUN = 4;
const RIGHT_SHARE = 0.5;
/** A model that is wrong is right for fewer characters than this first. */
const MAX_RIGHT_LENGTH = 16;

/** Where a model is asked, with what really follows. */
export interface ModelPlace {
  readonly file: string;
  readonly line: number;
  readonly character: number;
  /** The text that the user is about to type; `undefined` while the text at the cursor is a slip of the finger. */
  readonly truth: string | undefined;
}

/**
 * A model that knows the truth, and is wholly right in half of the places; elsewhere it is right for 0 to 15
 * characters and goes on with something else. Answers at most `maxLines` lines.
 */
export function modelAnswer(
  { file, line, character, truth }: ModelPlace,
  maxLines: number,
): string {
  const place = `${file}:${line}:${Math.floor(character / RUN)}`;
  const digest = createHash('sha256').update(place).digest();
  const whole = (truth ?? '').split('\n').slice(0, maxLines).join('\n');
  const isRight = truth !== undefined && digest.readUInt32LE(0) / 2 ** 32 < RIGHT_SHARE;
  if (isRight) return whole;
  const length = truth === undefined ? 0 : digest.readUInt32LE(4) % MAX_RIGHT_LENGTH;
  const right = whole.slice(0, length);
  // Never by chance what follows: no source spells a name like this.
  const wrong = `q${digest.toString('hex', 8, 12)}z(${digest.toString('hex', 12, 14)});`;
  const more = whole
    .slice(length)
    .split('\n')
    .slice(1, 4)
    .map((each) => `${each}Q`);
  return [right + wrong, ...more].join('\n');
}
