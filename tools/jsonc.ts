/**
 * JSON with comments and commas before closing brackets, as editors keep their settings, as plain JSON. Comments become blanks, so
 * that the places in messages about errors stay. Takes time in proportion to the text, whatever it is.
 */
export function plainJson(text: string): string {
  // A string is one match, whatever is in it, and one without an end goes to the end of the text.
  const bare = text.replace(/"(?:[^"\\]|\\.?)*"?|\/\/[^\n\r]*|\/\*.*?(?:\*\/|$)/gs, (match) =>
    match.startsWith('"') ? match : match.replace(/[^\n\r]/g, ' '),
  );
  return bare.replace(/"(?:[^"\\]|\\.?)*"?|,(?=\s*[\]}])/gs, (match) =>
    match === ',' ? ' ' : match,
  );
}
