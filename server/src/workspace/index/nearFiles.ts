import { folderOf, importedBy, withoutExtension } from '../../documents/imports.ts';

/** Tells which files are likely of use to one: those in its folder, and those that it names as its imports. */
export function nearTo(uri: string, text: string): (other: string) => boolean {
  const folder = folderOf(uri);
  const imported = new Set(importedBy(uri, text));
  return (other) => {
    if (other === uri) return false;
    const path = withoutExtension(other);
    return folderOf(other) === folder || imported.has(path) || imported.has(folderOf(path));
  };
}
