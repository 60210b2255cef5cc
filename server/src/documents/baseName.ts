/** The last part of a document's URI as a person reads it; empty where there is none. */
export function baseName(uri: string): string {
  const last = uri.split(/[?#]/)[0]?.split(/[/:]/).at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    // A stray percent sign: the name as it stands.
    return last;
  }
}
