import type { Knowledge, Shape } from './shape.ts';

/** The halves of an edit, as a model that knows the right block writes them. */
interface Halves {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

const shape = (name: string, answer: Shape['answer']): Shape => ({ name, answer });
const text = (lines: readonly string[]): string => lines.join('\n');

/** The lines that change, with as many around them as make the search stand at one place. */
function smallest({ wrong, right }: Knowledge): Halves {
  let head = 0;
  while (head < wrong.length && head < right.length && wrong[head] === right[head]) head++;
  let tail = 0;
  const most = Math.min(wrong.length, right.length) - head;
  while (tail < most && wrong.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const more = right.length - wrong.length;
  for (;;) {
    const end = wrong.length - tail;
    const search = wrong.slice(head, end);
    const isPlain = search.some((line) => line.trim() !== '') && placesOf(search, wrong) === 1;
    if (isPlain || (head === 0 && tail === 0))
      return { search, replace: right.slice(head, end + more) };
    head = Math.max(0, head - 1);
    tail = Math.max(0, tail - 1);
  }
}

const placesOf = (search: readonly string[], lines: readonly string[]): number =>
  lines.filter((_, start) => {
    const there = lines.slice(start, start + search.length);
    return text(there.map(trimmed)) === text(search.map(trimmed));
  }).length;
const trimmed = (line: string): string => line.trim();

const all = ({ wrong, right }: Knowledge): Halves => ({ search: wrong, replace: right });

const edit = (
  { search, replace }: Halves,
  [open, between, close] = ['<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE'],
): string => text([open ?? '', ...search, between ?? '', ...replace, close ?? '']);
const fence = (inside: string, info = ''): string => `\`\`\`${info}\n${inside}\n\`\`\``;
const mapped = (halves: Halves, change: (line: string) => string): Halves => ({
  search: halves.search.map(change),
  replace: halves.replace.map(change),
});

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** Both halves without the indentation that all lines have. */
function dedented(halves: Halves): Halves {
  const lines = [...halves.search, ...halves.replace].filter((line) => line.trim() !== '');
  const base = Math.min(...lines.map((line) => indentOf(line).length));
  return mapped(halves, (line) => line.slice(base));
}

const retabbed = (k: Knowledge): Halves => {
  const hasTabs = [...k.above, ...k.wrong].some((line) => line.startsWith('\t'));
  const step = [...k.above, ...k.wrong].some((line) => /^ {2}\S/.test(line)) ? 2 : 4;
  return mapped(smallest(k), (line) => {
    const indent = indentOf(line);
    const other = hasTabs
      ? indent.replaceAll('\t', '    ')
      : indent.replaceAll(' '.repeat(step), '\t');
    return other + line.slice(indent.length);
  });
};

/** The right edit, put so that it can be made. */
export const USABLE_EDITS: readonly Shape[] = [
  shape('edit', (k) => fence(edit(smallest(k)), k.languageId)),
  shape('edit of the whole block', (k) => fence(edit(all(k)), k.languageId)),
  shape('edit without a fence', (k) => edit(smallest(k))),
  shape('edit below a name', (k) => `src/file\n${fence(edit(smallest(k)), k.languageId)}`),
  shape('edit with talk around', (k) => `The fix:\n\n${edit(smallest(k))}\n\nThe name was wrong.`),
  shape('edit in CRLF', (k) => edit(smallest(k)).replaceAll('\n', '\r\n')),
  shape('edit with other signs', (k) =>
    edit(smallest(k), ['<<<<< search', '=====', '>>>>> replace']),
  ),
  shape('edit with blanks at the ends', (k) =>
    edit(mapped(smallest(k), (line) => (line.trim() === '' ? line : `${line}  `))),
  ),
  shape('edit without base indentation', (k) => edit(dedented(smallest(k)))),
  shape('edit with blank lines around', (k) => {
    const { search, replace } = smallest(k);
    return edit({ search: ['', ...search, ''], replace: ['', ...replace, ''] });
  }),
  shape('edit in JSON', (k) => {
    const { search, replace } = smallest(k);
    return JSON.stringify({ path: 'file', old_string: text(search), new_string: text(replace) });
  }),
  shape('edit and the whole block', (k) => `${edit(smallest(k))}\n\n${fence(text(k.right))}`),
  shape('two edits, one of which changes nothing', (k) => {
    const { search } = smallest(k);
    const [line = ''] = k.wrong;
    if (search.includes(line) || placesOf([line], k.wrong) !== 1) return undefined;
    return `${edit({ search: [line], replace: [line] })}\n${edit(smallest(k))}`;
  }),
];

/** Edits that must not be made, or only after review. */
export const UNUSABLE_EDITS: readonly Shape[] = [
  shape('edit with tabs for blanks or the other way round', (k) => edit(retabbed(k))),
  shape('edit without its end', (k) => edit(smallest(k)).replace(/\n>.*$/, '')),
  shape('edit without a line between', (k) => edit(smallest(k)).replace('\n=======\n', '\n')),
  shape('edit with its halves swapped', (k) => {
    const { search, replace } = smallest(k);
    return edit({ search: replace, replace: search });
  }),
  shape('edit with the signs of a diff', (k) => {
    const { search, replace } = smallest(k);
    const signed = (sign: string) => (line: string) => sign + line;
    return edit({ search: search.map(signed('-')), replace: replace.map(signed('+')) });
  }),
  shape('edit cut in its second half', (k) => {
    const { search, replace } = all(k);
    return edit({ search, replace: replace.slice(0, Math.ceil(replace.length / 2)) });
  }),
  shape('edit with dots', (k) => {
    if (k.wrong.length < 6) return undefined;
    const short = (lines: readonly string[]) => [...lines.slice(0, 2), '...', ...lines.slice(-2)];
    return edit({ search: short(k.wrong), replace: short(k.right) });
  }),
  shape('edit with the rest left out', (k) => {
    const { search, replace } = all(k);
    return k.at + 4 > replace.length
      ? undefined
      : edit({ search, replace: [...replace.slice(0, k.at + 1), '// ... rest unchanged'] });
  }),
  shape('edit with a line forgotten', (k) => {
    if (k.wrong.length < 5) return undefined;
    const middle = Math.floor(k.wrong.length / 2);
    const without = (lines: readonly string[]) => lines.filter((_, index) => index !== middle);
    return edit({ search: without(k.wrong), replace: without(k.right) });
  }),
  shape('edit of half a line', (k) => {
    const { search, replace } = smallest(k);
    const half = (line = '') => line.slice(0, Math.ceil(line.length * 0.6));
    return search.length === 1 && replace.length === 1
      ? edit({ search: [half(search[0])], replace: [half(replace[0])] })
      : undefined;
  }),
  shape('the same edit twice', (k) => `${edit(smallest(k))}\n${edit(smallest(k))}`),
  shape('edit that puts the whole block into itself', (k) =>
    k.wrong.length < 5 ? undefined : edit({ ...smallest(k), replace: k.right }),
  ),
];
