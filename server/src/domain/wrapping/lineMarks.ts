import { languageOf } from './fenceLines.ts';
import { isJson } from './languages.ts';
import { type Layer, NOTHING_YET, type Said } from './layer.ts';
import { isRising, NUMBERED } from './numbered.ts';
import type { Standpoint } from './standpoint.ts';

/** Of numbers, those with a mark behind them. */
const NUMBER_BEGUN = /^ {0,4}\d{1,6}(?: ?[:|│┃→](?![:=|])|[.)](?= |$)| ?$)/;
const PLUS = /^\+(?: |$)/;
const QUOTE = /^>(?: |$)/;
/** Data has such lines. */
const DATA = /^(?:yaml|csv|tsv|diff|patch|basic|ini|toml)$/;
/** The first line has one of them. */
const MARK = new RegExp([NUMBER_BEGUN, PLUS, QUOTE].map(({ source }) => source).join('|'));
/** Blanks may come before a number. */
const MARK_OR_BEGUN = new RegExp(`${MARK.source}|^ {0,5}$`);

/** Takes away the numbers, `+` or `>` that every line of an answer has in front. */
export const lineMarksLayer: Layer = { apply: dropLineMarks, whole: MARK, growing: MARK_OR_BEGUN };

function dropLineMarks(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  if (at.kind !== 'code' || DATA.test(at.languageId) || isJson(at.languageId)) return said;
  const mark = [NUMBER_BEGUN, PLUS, QUOTE].find((each) => each.test(text.slice(0, 16)));
  if (mark === undefined || !mayHave(mark, at)) {
    const isBegun = !isOver && /^ {0,4}\d{0,6} ?$/.test(text) && mayHave(NUMBER_BEGUN, at);
    return isBegun ? NOTHING_YET : said;
  }
  const lines = text.split('\n');
  const solid = lines.filter((line) => line.trim() !== '');
  const known = isOver ? solid : solid.slice(0, lines.at(-1)?.trim() === '' ? undefined : -1);
  if (!known.every((line, index) => isMarked(line, index, mark, at))) return said;
  if (mark === NUMBER_BEGUN && !hasNumbers(known)) return said;
  if (!isOver) return NOTHING_YET;
  return solid.length < 2 ? said : { text: withoutMarks(lines, mark), isOver };
}

/** Behind an operand they are operators. */
const mayHave = (mark: RegExp, { surroundings }: Standpoint): boolean =>
  mark === NUMBER_BEGUN || !/[\p{L}\p{N}_)\]"'`>]$/u.test(surroundings.before.trimEnd().slice(-2));

/** A mark stands further left than the code does. */
function isMarked(line: string, index: number, mark: RegExp, { linePrefix }: Standpoint): boolean {
  if (!mark.test(line)) return false;
  const indent = linePrefix.length - linePrefix.trimStart().length;
  const own = line.length - line.trimStart().length;
  return index === 0 || indent === 0 || own < indent;
}

/** Numbers that go up, of what is no list of members. */
function hasNumbers(lines: readonly string[]): boolean {
  const numbers = lines.map((line) => Number(NUMBERED.exec(line)?.[1]));
  const isList = lines.length > 1 && lines.slice(0, -1).every((line) => /,\s*$/.test(line));
  return isRising(numbers) && !isList && !lines.some((line) => /^ *\d+ ?[:|].*=>/.test(line));
}

function withoutMarks(lines: readonly string[], mark: RegExp): string {
  const bare = lines.map((line) => line.slice(mark.exec(line)?.[0].trimEnd().length ?? 0));
  // One blank belongs to the mark where all lines have it.
  const hasBlank = bare.every((line) => line === '' || line.startsWith(' '));
  return (hasBlank ? bare.map((line) => line.slice(1)) : bare).join('\n');
}

/** The lines that a diff adds or keeps, without their marks. */
export function afterDiff(info: string, { text, isOver }: Said, at: Standpoint): Said {
  if (languageOf(info) !== 'diff' || at.kind !== 'code' || DATA.test(at.languageId)) {
    return { text, isOver };
  }
  const lines = text.split('\n');
  // The last line is known once it is whole.
  if (!isOver) lines.pop();
  const changes = lines.filter((line) => !/^(?:-|@@|\+\+\+ |\\ No newline)/.test(line));
  const first = changes.find((line) => line.trim() !== '');
  if (first === undefined) return isOver ? { text: '', isOver } : NOTHING_YET;
  if (!first.startsWith('+')) return { text, isOver };
  const width = /^\+ \S/.test(first) ? 2 : 1;
  const kept = changes.map((line) => {
    const mark = /^[+ ] ?/.exec(line)?.[0].length ?? 0;
    return line.slice(Math.min(width, mark));
  });
  const end = isOver ? '' : '\n';
  return { text: kept.join('\n') + end, isOver };
}
