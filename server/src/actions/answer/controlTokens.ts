/** Tokens of models that never are code of their own (Qwen, Llama, DeepSeek, Gemma, Mistral, StarCoder and their kin). */
const BRACED = /<[|｜][\p{L}\p{N}_▁ .\-:]{1,40}[|｜]>/gu;
const NAMED =
  /<(?:end_of_turn|start_of_turn|fim[_-](?:prefix|middle|suffix|pad)|EOT|PRE|SUF|MID|eos|bos|unk|pad|endoftext|s|\/s|0x0A)>|\[\/?INST\]|<<\/?SYS>>/g;
/** Letters that stand for a blank or a line end inside a tokenizer. */
const INNER = /[▁ĠĊ]/g;
/** A token of which the end is missing. */
const HALF = /<[|｜][\p{L}_▁]{0,40}$/u;

/** Whose turn it is, behind a token. */
const ROLE = /^(?:assistant|model|user)\b/;
/** Part of a text in which tokens at an end are looked for. */
const END_LENGTH = 120;
const MARKUP = new Set(['html', 'vue', 'svelte', 'markdown', 'xml', 'php', 'javascriptreact']);

/** A text without the control tokens at its ends, and without the role that one in front names. */
export const withoutTokensAtEnds = (text: string, languageId: string): string =>
  withoutLast(withoutFirst(text, languageId), languageId);

function withoutFirst(text: string, languageId: string): string {
  let from = 0;
  for (;;) {
    const head = text.slice(from, from + END_LENGTH);
    let at = 0;
    for (const token of tokensIn(head, languageId)) {
      if (head.slice(at, token.index).trim() !== '') break;
      const end = token.index + token.text.length;
      // The next part of the text tells whether a role stands there.
      at = end + (ROLE.exec(text.slice(from + end, from + end + END_LENGTH))?.[0].length ?? 0);
    }
    if (at === 0) return text.slice(from);
    from += at;
  }
}

function withoutLast(text: string, languageId: string): string {
  let to = text.length;
  for (;;) {
    const tail = text.slice(Math.max(0, to - END_LENGTH), to);
    let end = tail.length;
    for (const { index, text: token } of tokensIn(tail, languageId).toReversed()) {
      if (tail.slice(index + token.length, end).trim() !== '') break;
      end = index;
    }
    if (end === tail.length) return text.slice(0, to);
    to -= tail.length - end;
  }
}

interface Token {
  readonly index: number;
  readonly text: string;
}

function tokensIn(text: string, languageId: string): Token[] {
  const found = [...text.matchAll(BRACED), ...text.matchAll(NAMED)];
  const inOrder = found.toSorted((one, other) => one.index - other.index);
  return inOrder.flatMap(({ index, 0: token }) => {
    const isMarkup = MARKUP.has(languageId) && /^<\/?s>$/.test(token);
    return isMarkup ? [] : [{ index, text: token }];
  });
}

/** Every control token in a text, a half one at its end included. */
export const controlTokens = (text: string, languageId: string): string[] => [
  ...tokensIn(text, languageId).map((token) => token.text),
  ...(text.match(INNER) ?? []),
  ...(HALF.exec(text.trimEnd().slice(-END_LENGTH)) ?? []),
];
