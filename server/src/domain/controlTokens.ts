/**
 * The control tokens of all families of models that we know of, wherever they stand: those of prompts for filling in the middle,
 * of chats, of tools, and the lines that head files in prompts. Written from the tokenizers of Qwen, StarCoder, Granite, Llama, Gemma,
 * Mistral, DeepSeek, GLM, Seed, Kimi, MiniMax, aiXcoder and their kin.
 */

/** With bars, of ASCII or full width; these alone may hold blanks. */
const BARRED =
  '<\\|[^|\uff5c<>\\s]{1,64}\\|>|<(?:\uff5c[^|\uff5c<>\\n]{1,64}[|\uff5c]|\\|[^|\uff5c<>\\n]{1,64}\uff5c)>';
/** Of Seed. */
const SQUARED = '<\\[[^\\[\\]<>\\s]{1,64}\\]>';
const NAMED = `</?(?:${[
  'fim[_-]\\w{1,20}',
  '(?:start|end|begin)_of_\\w{1,20}',
  'file_sep(?:arator)?|filename|repo_?name|gh_stars|empty_output|intermediate_to_\\w{1,20}',
  '(?:issue|jupyter|commit|pr)_\\w{1,20}',
  '(?:extra_id|reserved|reserved_token|unused|unused_token)_?\\d{1,4}',
  's|pad|unk|bos|eos|eod|eot|eom|eop|sop|mask|cls|sep',
  '(?:seed:)?think(?:ing)?|tool_calls?|tool_responses?|tool_results?',
].join('|')})>`;
const UPPER = `<(?:PRE|SUF|MID|EOT|EOD|EOM|EOS|BOS|PAD|UNK|SEP|CLS|MASK|REPO|AIX-SPAN-[A-Z]{1,12})>|<</?SYS>>`;
const BRACKETED = `\\[/?(?:${[
  'INST|PREFIX|SUFFIX|MIDDLE|SYSTEM_PROMPT|MODEL_SETTINGS|THINK|ARGS|CALL_ID|TOOL_CALL_ID|AVAILABLE_TOOLS',
  'TOOL_(?:CALLS|RESULTS|CONTENT)|IMG(?:_BREAK|_END)?|(?:BEGIN_)?AUDIO|TRANSCRIBE|CONTROL_\\d{1,4}',
  '[gs]?MASK|PAD|UNK|BOS|EOS|CLS|SEP|EOT|EOD',
].join('|')})\\]|\\]~!?b[\\[\\]]|\\[e~\\[`;
/** Lines that head files in prompts of Codestral and CodeGeeX. */
const HEADS = '^\\+{5} |^###(?:PATH|LANGUAGE|MODE|REFERENCE):';

const SOURCE = [BARRED, SQUARED, NAMED, UPPER, BRACKETED, HEADS].join('|');

/** Matches every control token in a text. */
export const CONTROL_TOKENS = new RegExp(SOURCE, 'gm');
const HERE = new RegExp(SOURCE, 'my');

/** True if a control token begins at an index of a text. */
export function isTokenAt(text: string, index: number): boolean {
  HERE.lastIndex = index;
  return HERE.test(text);
}

/** Longer than any of them; none goes over the end of a line. */
export const MAX_CONTROL_TOKEN = 80;
