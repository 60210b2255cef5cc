/** Longest name that is told, as it is sent. */
const MAX_LENGTH = 2_400;

/**
 * Tells by which model an answer is, under the name that the list of models has for it: its client may have asked for whichever fits. Nothing is told
 * where nobody knows, `undefined`. Letters
 * beyond ASCII are written as in a URL; a name that is longer than a header should be is not told.
 */
export function modelHeader(model: string | undefined): Readonly<Record<string, string>> {
  if (model === undefined) return {};
  const name = encodeURI(model.toWellFormed());
  return name.length > MAX_LENGTH ? {} : { 'x-aurelis-model': name };
}
