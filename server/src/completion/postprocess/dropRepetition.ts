/** Equal lines in a row at which a model is taken to be stuck. */
const MAX_EQUAL_LINES = 5;
/** Blocks of so many lines, so alike, that follow one another. */
const MIN_BLOCK_LINES = 2;
const MAX_BLOCK_LINES = 6;
const MAX_BLOCKS = 3;
/** Tokens at the end of one line that are the same few again and again. */
const MIN_LOOP_TOKENS = 24;
const MIN_LOOPS = 3;
const TOKEN = /[\p{L}\p{N}_$]+|\s+|[^\s\p{L}\p{N}_$]/gu;

/** Cuts a text where a model begins to say the same again, keeping the first time. */
export const dropRepetition = (text: string): string => cutLoop(cutBlocks(cutLines(text)));

function cutLines(text: string): string {
  const lines = text.split('\n');
  let run = 1;
  for (let index = 1; index < lines.length; index++) {
    const isEqual = lines[index] === lines[index - 1] && lines[index]?.trim() !== '';
    run = isEqual ? run + 1 : 1;
    if (run === MAX_EQUAL_LINES) return lines.slice(0, index - run + 2).join('\n');
  }
  return text;
}

/** The same block of lines three times in a row. */
function cutBlocks(text: string): string {
  const lines = text.split('\n');
  for (let size = MIN_BLOCK_LINES; size <= MAX_BLOCK_LINES; size++) {
    for (let start = 0; start + MAX_BLOCKS * size <= lines.length; start++) {
      const blocks = Array.from({ length: MAX_BLOCKS }, (_, index) =>
        lines.slice(start + index * size, start + (index + 1) * size).join('\n'),
      );
      const isSame = blocks.every((block) => block === blocks[0]);
      if (isSame && blocks[0]?.trim() !== '') return lines.slice(0, start + size).join('\n');
    }
  }
  return text;
}

/** A loop within the last line: the shortest period of its end, by the failure function of Knuth, Morris, Pratt 1977. */
function cutLoop(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const tokens = (text.slice(lineStart).match(TOKEN) ?? []).reverse();
  if (tokens.length < MIN_LOOP_TOKENS) return text;
  const failure = [0];
  for (let at = 1, length = 0; at < tokens.length; at++) {
    while (length > 0 && tokens[at] !== tokens[length]) length = failure[length - 1] ?? 0;
    if (tokens[at] === tokens[length]) length++;
    failure.push(length);
    const period = at + 1 - length;
    const isEnd = at + 1 === tokens.length || tokens[at + 1] !== tokens[length];
    if (isEnd && at + 1 >= MIN_LOOP_TOKENS && at + 1 >= MIN_LOOPS * period) {
      const kept = tokens.slice(at + 1 - period).reverse();
      return text.slice(0, lineStart) + kept.join('');
    }
  }
  return text;
}
