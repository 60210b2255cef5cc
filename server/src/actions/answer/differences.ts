import { normal, type Solid } from './line.ts';

const HUNK =
  /^@@ .*@@|^@@$|^(?:diff --git|index [0-9a-f]{6,}|\+\+\+ |--- [ab]\/|\*\*\* (?:begin|update|end|add) )/i;
const MARKER =
  /^(?:<{5,9}|>{5,9}|={5,9}|-{5,9}|\+{5,9})(?: ?(?:SEARCH|REPLACE|HEAD|ORIGINAL|UPDATED|theirs|ours)\b.*)?$/i;
const RUN = /^(?:<{5,9}|>{5,9}|={5,9}|-{5,9}|\+{5,9})(?![<>=+-])/;

/** True if lines are a list of changes, not code: a diff with or without its header, a search and its replacement. */
export function isDifference(
  lines: readonly string[],
  block: readonly Solid[],
  languageId: string,
): boolean {
  const known = new Set(block.map(({ text }) => text));
  const isNew = (line: string) => !known.has(normal(line));
  if (lines.some((line) => isNew(line) && HUNK.test(line))) return true;
  if (hasMoreMarkers(lines, block, isNew)) return true;
  const isUsual = (sign: string) => block.some(({ text }) => text.startsWith(sign));
  return lines.some((line) => {
    const sign = line.trimStart()[0];
    if ((sign !== '+' && sign !== '-') || !isNew(line)) return false;
    const rest = normal(line.trimStart().slice(1));
    if (rest !== '' && known.has(rest)) return true;
    if (sign === '+' && line[0] === '+') return !isUsual('+');
    return line[0] === '-' && !isUsual('-') && !LISTS.has(languageId) && !/^--/.test(line);
  });
}

/** True if lines hold a marker that is new to a block, and does not take the place of one that it has. */
function hasMoreMarkers(
  lines: readonly string[],
  block: readonly Solid[],
  isNew: (line: string) => boolean,
): boolean {
  const markers = lines.map((line) => line.trim()).filter((line) => MARKER.test(line));
  return markers.some((marker) => {
    const isAlike = (other: string) => RUN.test(other) && other[0] === marker[0];
    const before = block.filter(({ text }) => isAlike(text)).length;
    return isNew(marker) && markers.filter(isAlike).length > before;
  });
}

/** Languages in which a line may begin with a dash of its own. */
const LISTS = new Set([
  'markdown',
  'yaml',
  'plaintext',
  'restructuredtext',
  'makefile',
  'dockercompose',
]);
