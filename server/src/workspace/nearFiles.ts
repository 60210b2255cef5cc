/** Where the imports of a file stand. */
const HEAD_LENGTH = 20_000;
/** A path in quotes that begins where the file is: how most languages name what they import. */
const RELATIVE = /['"](\.{1,2}\/[^'"\n]+)['"]/g;

/** Tells which files are likely of use to one: those in its folder, and those that it names as its imports. */
export function nearTo(uri: string, text: string): (other: string) => boolean {
  const folder = folderOf(uri);
  const imports = [...text.slice(0, HEAD_LENGTH).matchAll(RELATIVE)].map(([, path = '']) =>
    withoutExtension(resolve(folder, path)),
  );
  const named = new Set(imports);
  return (other) => {
    if (other === uri) return false;
    const path = withoutExtension(other);
    return folderOf(other) === folder || named.has(path) || named.has(folderOf(path));
  };
}

const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/'));
const withoutExtension = (path: string): string => path.replace(/\.\w+$/, '');

function resolve(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
