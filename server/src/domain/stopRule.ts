/**
 * Decides, while text streams in, where it is whole. Named and versioned because it is part of the
 * cache key: the same model answer under another rule is another answer.
 * - `none`: only the model ends the text.
 * - `line`: whole at the first line break.
 * - `lines`: whole after so many lines. More is asked for than is shown at once: what is left is shown when the
 *   cursor gets there, and costs no call.
 */
export type StopRule =
  | { readonly name: 'none'; readonly version: 1 }
  | { readonly name: 'line'; readonly version: 1 }
  | { readonly name: 'lines'; readonly version: 1; readonly maxLines: number };

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
    case 'lines': {
      const lines = text.split('\n', rule.maxLines + 1);
      return lines.length > rule.maxLines ? lines.slice(0, rule.maxLines).join('\n') : undefined;
    }
  }
}
