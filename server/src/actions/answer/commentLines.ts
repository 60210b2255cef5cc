/** Comments over several lines, by how they begin and end. */
const BLOCKS: readonly (readonly [open: string, close: string])[] = [
  ['/*', '*/'],
  ['<!--', '-->'],
  ['"""', '"""'],
  ["'''", "'''"],
  ['=begin', '=end'],
  ['{-', '-}'],
  ['(*', '*)'],
  ['--[[', ']]'],
  ['<#', '#>'],
];

/** Languages in which `#` begins something else than a comment. */
const HASH_IS_CODE = new Set(
  'c cpp csharp objective-c objective-cpp rust scss less css html markdown'.split(' '),
);
const LINE = /^(?:\/\/|--|%|;|\*(?: |$|\/)|rem\b)/i;

/** Prefixes of strings that stand alone as documentation: `r"""`, `@doc """`. */
const STRING_PREFIX = /^(?:[rubf]{1,2}|@(?:module|type)?doc\s+(?:~[sS])?)(?=""")/i;

/**
 * For each line, whether it holds nothing but a comment or a documentation string, or is blank. Code in front of a comment is
 * code, and so is what stands behind its end on the same line.
 */
export function commentLines(lines: readonly string[], languageId: string): boolean[] {
  let close: string | undefined;
  return lines.map((line) => {
    const text = line.trim();
    if (close !== undefined) {
      const end = text.indexOf(close);
      if (end === -1) return true;
      const rest = text.slice(end + close.length).trim();
      close = undefined;
      return rest === '' || rest === ';';
    }
    if (text === '') return true;
    const bare = text.replace(STRING_PREFIX, '');
    for (const [open, end] of BLOCKS) {
      if (!bare.startsWith(open)) continue;
      const at = bare.indexOf(end, open.length);
      if (at === -1) {
        close = end;
        return true;
      }
      return bare.slice(at + end.length).trim() === '';
    }
    return LINE.test(text) || (text.startsWith('#') && isHashComment(text, languageId));
  });
}

/** Attributes of Rust and PHP, and a shebang, are code. */
const isHashComment = (text: string, languageId: string): boolean =>
  !HASH_IS_CODE.has(languageId) && !/^#[![]/.test(text);
