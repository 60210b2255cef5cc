import { comment as commentOf } from '../lines.ts';
import type { Knowledge, Shape } from '../shape.ts';

type Answer = Shape['answer'];
type Make = (name: string, answer: Answer) => Shape;

/** Makers of shapes: of edits, of edits and files, of files, of texts. */
export function shapesThat({ isUsable }: { readonly isUsable: boolean }): {
  readonly edit: Make;
  readonly any: Make;
  readonly file: Make;
  readonly plain: Make;
} {
  const of =
    (...isFor: Shape['isFor'][number][]): Make =>
    (name, answer) => ({ name, isUsable, isFor, answer });
  return { edit: of('edit'), any: of('edit', 'file'), file: of('file'), plain: of('text') };
}

const ALIASES: Readonly<Record<string, string>> = {
  typescript: 'ts',
  javascript: 'js',
  python: 'py',
  rust: 'rs',
  ruby: 'rb',
  csharp: 'cs',
  cpp: 'c++',
  kotlin: 'kt',
  shellscript: 'sh',
  perl: 'pl',
  powershell: 'ps1',
  julia: 'jl',
  haskell: 'hs',
  go: 'golang',
};
export const aliasOf = (languageId: string): string => ALIASES[languageId] ?? languageId;

export const comment = commentOf;

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';
const isBlank = (line: string): boolean => line.trim() === '';

/** The first block below, up to the blank line behind it, with the blank line in front of it. */
export function neighbour(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  const end = lines.findIndex((line, index) => index > first && isBlank(line));
  return lines.slice(0, end === -1 ? lines.length : end);
}

/** Lines around the block within its class. */
export function classAround({
  above,
  right,
  below,
}: Knowledge):
  | { readonly above: readonly string[]; readonly below: readonly string[] }
  | undefined {
  const depth = indentOf(right[0] ?? '').length;
  if (depth === 0) return undefined;
  const isOutside = (line: string): boolean => !isBlank(line) && indentOf(line).length < depth;
  const head = above.findLastIndex(isOutside);
  const foot = below.findIndex(isOutside);
  if (head === -1 || foot === -1 || !/^\s*[}\])]/.test(below[foot] ?? '')) return undefined;
  return { above: above.slice(head), below: below.slice(0, foot + 1) };
}

/** The block with steps of indentation of another width; `undefined` where steps are not all that it is indented by. */
export function steps(lines: readonly string[], factor: number): string[] | undefined {
  const widths = lines.filter((line) => !isBlank(line)).map((line) => indentOf(line));
  if (widths.some((indent) => indent.includes('\t'))) return undefined;
  const unit = Math.min(...widths.map(({ length }) => length).filter((length) => length > 0));
  if (!Number.isFinite(unit) || widths.some(({ length }) => length % unit !== 0)) return undefined;
  if (unit < 2 || unit * factor < 2) return undefined;
  return lines.map((line) =>
    isBlank(line) ? line : ' '.repeat(indentOf(line).length * factor) + line.trimStart(),
  );
}
