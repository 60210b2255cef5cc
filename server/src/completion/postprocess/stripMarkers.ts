/** Control tokens that some servers let through: FIM and end markers, and a reasoning preamble. */
const THINKING = /^\s*<think>[\s\S]*?(?:<\/think>\s*|$)/;
const MARKER =
  /<\|(?:cursor|endoftext|fim_\w+|file_sep|file_separator|repo_name|im_end|eot_id)\|>|<｜[^｜\n]+｜>|<\/s>|<(?:EOT|PRE|SUF|MID|file_sep|end_of_turn|eos)>|<fim_\w+>|\[(?:PREFIX|SUFFIX)\]/;

/** Cuts the text at the first control token, and drops a reasoning preamble. */
export function stripMarkers(text: string): string {
  const answer = text.replace(THINKING, '');
  const at = answer.search(MARKER);
  return at === -1 ? answer : answer.slice(0, at);
}
