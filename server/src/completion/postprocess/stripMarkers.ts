/** Control tokens that some servers let through: FIM and end markers, and a reasoning preamble. */
const THINKING = /^\s*<think>[\s\S]*?(?:<\/think>\s*|$)/;
const MARKER =
  /<\|(?:cursor|endoftext|fim_\w+|file_sep|im_end|eot_id)\|>|<\/s>|<(?:EOT|PRE|SUF|MID)>|<fim_\w+>/;

/** Cuts the text at the first control token, and drops a reasoning preamble. */
export function stripMarkers(text: string): string {
  const answer = text.replace(THINKING, '');
  const at = answer.search(MARKER);
  return at === -1 ? answer : answer.slice(0, at);
}
