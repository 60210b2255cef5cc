/** Where the imports of a file stand. */
const HEAD_LENGTH = 20_000;
/** A path in quotes that begins where the file is: how most languages name what they import of their own. */
const RELATIVE = /['"](\.{1,2}\/[^'"\n]+)['"]/g;

/** The files that a file names as its imports, without their extensions, in their order. */
export function importedBy(uri: string, text: string): string[] {
  const folder = folderOf(uri);
  const paths = [...text.slice(0, HEAD_LENGTH).matchAll(RELATIVE)].map(([, path = '']) =>
    withoutExtension(resolve(folder, path)),
  );
  return [...new Set(paths)];
}

export const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/'));
export const withoutExtension = (path: string): string => path.replace(/\.\w+$/, '');

function resolve(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
