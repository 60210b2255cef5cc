import type { Generate, Generation, GenerationRequest } from '../domain/generation.ts';
import type { MaskedRequest, Masker } from '../privacy/masker.ts';

/**
 * Sends requests without the credentials in them, and puts those back into what is answered, as it streams in and as a whole. An answer in which a
 * placeholder is changed, or that holds somebody else's credential, has no text and says so (`withheld`).
 */
export function withMasking(masker: Masker, next: Generate): Generate {
  return async (request, context) => {
    const masked = masker.mask(request);
    const { onText } = context;
    const own =
      onText === undefined ? {} : { onText: unmaskedText(masked, lineBefore(request), onText) };
    const generation = await next(masked.request, { ...context, ...own });
    return unmasked(generation, lineBefore(request), masked);
  };
}

/** The text on the cursor's line that an answer goes on. */
export const lineBefore = ({ input }: GenerationRequest): string =>
  input.kind === 'infill' ? input.prefix.slice(input.prefix.lastIndexOf('\n') + 1) : '';

/** An answer to a masked request, for whoever asked; `before` is the text that it goes on. */
export function unmasked(
  generation: Generation,
  before: string,
  { substitution }: MaskedRequest,
): Generation {
  const text = substitution.restored(generation.text, before);
  if (text === undefined)
    return { ...generation, text: '', ending: 'stop', withheld: 'credential' };
  return text === generation.text ? generation : { ...generation, text };
}

/**
 * Hears the text so far with credentials put back; a beginning of a placeholder is held back until it is whole. A line that cannot be
 * used ends the stream, and is not heard.
 */
function unmaskedText(
  { substitution }: MaskedRequest,
  before: string,
  onText: (textSoFar: string) => boolean,
): (textSoFar: string) => boolean {
  let told = '';
  let wantsMore = true;
  /** Where the first line begins that was not whole yet. */
  let checked = 0;
  return (textSoFar) => {
    const end = textSoFar.lastIndexOf('\n') + 1;
    if (wantsMore && end > checked) {
      const lines = textSoFar.slice(checked, end);
      wantsMore = substitution.restored(lines, checked === 0 ? before : '') !== undefined;
      checked = end;
    }
    const text = substitution.restoredSoFar(textSoFar);
    if (wantsMore && text !== told) wantsMore = onText(text);
    told = text;
    return wantsMore;
  };
}
