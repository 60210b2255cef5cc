import type { Generate, Generation } from '../domain/generation.ts';
import type { DisarmedRequest, Disarmer } from './disarmer.ts';

/** Sends requests without the control tokens that stand in their texts, and puts those back into what is answered. */
export function withDisarming(disarmer: Disarmer, next: Generate): Generate {
  return async (request, context) => {
    const disarmed = disarmer.disarm(request);
    const { onText } = context;
    const own = onText === undefined ? {} : { onText: told(disarmed, onText) };
    return rearmed(await next(disarmed.request, { ...context, ...own }), disarmed);
  };
}

/** An answer to a disarmed request, for whoever asked. */
export function rearmed(generation: Generation, disarmed: DisarmedRequest): Generation {
  const text = disarmed.rearmed(generation.text);
  return text === generation.text ? generation : { ...generation, text };
}

/** Tells of each text so far once it has become longer by what is sure. */
function told(
  { rearmedSoFar }: DisarmedRequest,
  onText: (textSoFar: string) => boolean,
): (textSoFar: string) => boolean {
  let last = '';
  let wantsMore = true;
  return (textSoFar) => {
    const text = rearmedSoFar(textSoFar);
    if (wantsMore && text !== last) wantsMore = onText(text);
    last = text;
    return wantsMore;
  };
}
