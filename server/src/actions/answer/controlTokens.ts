/** Tokens of models that never are code of their own (Qwen, Llama, DeepSeek, Gemma, Mistral, StarCoder and their kin). */
const BRACED = /<[|｜][\p{L}\p{N}_▁ .\-:]{1,40}[|｜]>/gu;
const NAMED =
  /<(?:end_of_turn|start_of_turn|fim[_-](?:prefix|middle|suffix|pad)|EOT|PRE|SUF|MID|eos|bos|unk|pad|endoftext|s|\/s|0x0A)>|\[\/?INST\]|<<\/?SYS>>/g;
/** Letters that stand for a blank or a line end inside a tokenizer. */
const INNER = /[▁ĠĊ]/g;
/** A token of which the end is missing. */
const HALF = /<[|｜][\p{L}_▁]{0,40}$/u;

/** Part of a text in which tokens at an end are looked for. */
const END_LENGTH = 120;
const MARKUP = new Set(['html', 'vue', 'svelte', 'markdown', 'xml', 'php', 'javascriptreact']);

/** A text without the control tokens at its ends, and without the role that one in front names. */
export function withoutTokensAtEnds(text: string, languageId: string): string {
  let rest = text;
  for (;;) {
    const next = withoutLast(withoutFirst(rest, languageId), languageId);
    if (next === rest) return rest;
    rest = next;
  }
}

function withoutFirst(text: string, languageId: string): string {
  const head = text.slice(0, END_LENGTH);
  const start = head.length - head.trimStart().length;
  const token = tokensIn(head, languageId).find(({ index }) => index === start);
  if (token === undefined) return text;
  const after = text.slice(start + token.text.length);
  return after.replace(/^(?:assistant|model|user)\b/, '');
}

function withoutLast(text: string, languageId: string): string {
  const tail = text.slice(-END_LENGTH);
  const end = tail.trimEnd().length;
  const token = tokensIn(tail, languageId).find(({ index, text: { length } }) => {
    return index + length === end;
  });
  return token === undefined ? text : text.slice(0, text.length - tail.length + token.index);
}

interface Token {
  readonly index: number;
  readonly text: string;
}

function tokensIn(text: string, languageId: string): Token[] {
  const found = [...text.matchAll(BRACED), ...text.matchAll(NAMED)];
  return found.flatMap(({ index, 0: token }) => {
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
