import { inlineMarkdown } from './answerInline.ts';
import type { Lines } from './answerLines.ts';

const MAX_COLUMNS = 50;
const RULE_CELL = /^:?-+:?$/;

/** The table that begins with a line whose next one is its rule, written anew; its rows are taken from `lines`. */
export function tableAt(header: string, lines: Lines): readonly string[] | undefined {
  if (!header.includes('|')) return undefined;
  const rule = ruleIn(lines.peek() ?? '');
  const titles = cellsOf(header);
  const columns = titles.length;
  if (rule?.length !== columns || columns > MAX_COLUMNS) return undefined;
  lines.next();
  const rows = [rowOf(titles, columns), `| ${rule.join(' | ')} |`];
  for (let line = lines.peek(); line?.includes('|'); line = lines.peek()) {
    rows.push(rowOf(cellsOf(line), columns));
    lines.next();
  }
  return rows;
}

function ruleIn(line: string): readonly string[] | undefined {
  if (!line.includes('|') || !/^[\s|:-]+$/.test(line)) return undefined;
  const cells = cellsOf(line);
  return cells.every((cell) => RULE_CELL.test(cell)) ? cells : undefined;
}

/** A pipe behind a backslash is a part of its cell, as everywhere in GFM, in code, too. */
function cellsOf(line: string): string[] {
  const row = line.trim();
  const cells: string[] = [];
  let cell = '';
  for (let at = row.startsWith('|') ? 1 : 0; at < row.length; at++) {
    const sign = row.charAt(at);
    if (sign === '|' && row.charAt(at - 1) === '\\') cell = `${cell.slice(0, -1)}|`;
    else if (sign === '|') {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  if (cell.trim() !== '') cells.push(cell.trim());
  return cells;
}

const rowOf = (cells: readonly string[], columns: number): string =>
  `| ${Array.from({ length: columns }, (_, index) => inlineMarkdown(cells[index] ?? '', true)).join(' | ')} |`;
