/** A part of a diff that begins with a file's head. */
const FILE = /^(?=diff --)/m;

/** A diff of at most so many UTF-16 units: of each file its first lines, where there is more. */
export function boundedDiff(
  diff: string,
  most: number,
): { readonly diff: string; readonly isCut: boolean } {
  if (diff.length <= most) return { diff, isCut: false };
  const files = diff.split(FILE);
  const share = Math.floor(most / files.length);
  const parts = files.map((file) => {
    if (file.length <= share) return file;
    return file.slice(0, file.lastIndexOf('\n', share - 1) + 1);
  });
  return { diff: parts.join(''), isCut: true };
}
