/**
 * Decides, while text streams in, where it is whole. Named and versioned because it is part of the
 * cache key: the same model answer under another rule is another answer.
 * - `none`: only the model ends the text.
 * - `line`: whole at the first line break.
 * - `block`: whole where the block that was begun ends, judged by indentation alone.
 */
export type StopRule =
  | { readonly name: 'none'; readonly version: 1 }
  | { readonly name: 'line'; readonly version: 1 }
  | {
      readonly name: 'block';
      readonly version: 1;
      /** Most lines the text may have. */
      readonly maxLines: number;
      /** Width of the white space before the cursor's line, tabs counted as one. */
      readonly indent: number;
      /** Whether the cursor's line already holds code, so that deeper lines belong to it. */
      readonly opensBlock: boolean;
    };

/** The text up to the border at which it is whole, or `undefined` while more must come. */
export function wholeText(rule: StopRule, text: string): string | undefined {
  switch (rule.name) {
    case 'none':
      return undefined;
    case 'line': {
      const start = text.search(/\S/);
      const end = start === -1 ? -1 : text.indexOf('\n', start);
      return end === -1 ? undefined : text.slice(0, end);
    }
    case 'block':
      return wholeBlock(rule, text);
  }
}

const CLOSER = /^\s*(?:[}\])]|end\b|<\/)/;
const OPENS_AGAIN = /[{([:]\s*$/;
const indentOf = (line: string): number => line.length - line.trimStart().length;

function wholeBlock(rule: StopRule & { name: 'block' }, text: string): string | undefined {
  const lines = text.split('\n');
  const isLineComplete = (index: number) => index < lines.length - 1;
  const upTo = (end: number) => lines.slice(0, end).join('\n');
  for (let index = 1; index < lines.length; index++) {
    if (index === rule.maxLines) return upTo(index);
    const line = lines[index] ?? '';
    if (line.trim() === '') {
      if (isLineComplete(index) && !rule.opensBlock) return upTo(index);
      continue;
    }
    const indent = indentOf(line);
    if (indent > rule.indent || (indent === rule.indent && !rule.opensBlock)) continue;
    const closesOwnBlock = rule.opensBlock && indent === rule.indent && CLOSER.test(line);
    if (!closesOwnBlock) return upTo(index);
    if (!isLineComplete(index)) return undefined;
    if (!OPENS_AGAIN.test(line)) return upTo(index + 1);
  }
  return undefined;
}
