import type { FimFamily } from '../../domain/endpoint.ts';

/** How a model is asked for what belongs at a place: in the form of its family, or in a chat, because it has none. */
export type ModelForm = FimFamily | 'chat';

type Rules = readonly (readonly [names: RegExp, form: ModelForm])[];

/**
 * The names of models and what their makers say of them, the special before the general: a model that was tuned to answer questions has a
 * form of its own only where it kept it. Names are in small letters, with strokes between their words.
 */
const RULES: Rules = [
  [/embed|rerank|reward|guardian|vision|(?:^|-)vl(?:-|$)|speech|docling/, 'chat'],
  [/distill|deepseek-?r\d|thinking|reason|mamba|wizard|phind|star-?chat|octo-?coder/, 'chat'],
  [/open-?coder|yi-?coder|deep-?coder|olympic-?coder|magicoder/, 'chat'],
  // Models for next edits that were made of base models.
  [/^zeta-?2/, 'seedcoder'],
  [/^zeta(?:-|$)|sweep-?next-?edit|^instinct/, 'qwen'],
  [/code-?qwen.{0,20}chat/, 'chat'],
  [/code-?qwen/, 'granite'],
  [/qwen[-\d.]{0,8}coder|qwen-?3-?next|qwen-?3\.[5-9]/, 'qwen'],
  [/star-?coder.{0,30}instruct/, 'chat'],
  [/star-?coder-?2/, 'starcoder'],
  [/star-?coder|(?:^|-)refact(?![a-z])/, 'starcoder1'],
  [/santa-?coder/, 'santacoder'],
  [/granite.{0,20}code|granite-?3\.3|deci-?coder|code-?shell/, 'granite'],
  [/granite-?4/, 'granite4'],
  [/stable-?code.{0,30}instruct/, 'chat'],
  [/stable-?(?:\d+b-)?code/, 'granite'],
  // Of these only 7B, 13B and 70B learnt it, and not those for Python.
  [/code-?llama.{0,40}(?:34b|python)/, 'chat'],
  [/code-?llama/, 'codellama'],
  // Neither 1.5 nor the large second version has learnt it (deepseek-ai/DeepSeek-Coder issue 110, DeepSeek-Coder-V2 issue 18).
  [/deepseek-?coder.{0,40}v1\.5|deepseek-?coder-?v2-(?:236b|base|instruct(?!-0724))/, 'chat'],
  [/deepseek-?coder-?v2/, 'deepseek'],
  // The first version has lost it by its tuning (deepseek-ai/DeepSeek-Coder issue 80).
  [/deepseek-?coder.{0,40}instruct/, 'chat'],
  [/deepseek-?coder|deepseek-?chat|deepseek-?v(?:2\.5|3|4)/, 'deepseek'],
  [/code-?gemma.{0,30}(?:instruct|-it(?![a-z]))/, 'chat'],
  [/code-?gemma/, 'codegemma'],
  [/codestral/, 'codestral'],
  [/seed-?coder.{0,20}instruct/, 'chat'],
  [/seed-?coder/, 'seedcoder'],
  [/glm-?4\.[5-7]/, 'glm'],
  [/code-?geex-?4/, 'codegeex'],
  [/mellum-?2.{0,30}instruct/, 'chat'],
  [/mellum/, 'mellum'],
  [/aixcoder/, 'aixcoder'],
  [/falcon-?h1.{0,10}coder/, 'falcon'],
];

/** Models for chats: what is called so and was not named above has no form of its own. */
const CHATS =
  /llama|gemma|gpt|claude|gemini|grok|kimi|m(?:i|agi|ini|ag)?stral|mixtral|qw[eq]|deepseek|glm|granite|(?:^|-)phi-?\d|^o\d|command-|olmo|nemotron|minimax|ernie|hunyuan|seed-?oss|smollm|falcon|internlm|exaone|code-?geex|-chat(?:-|$)/;

/** No name is longer, or a path of more parts; of a path the end counts. */
const MAX_LENGTH = 400;
const MAX_PARTS = 20;

/**
 * The form of a model by its name, in whatever way that is written: with a vendor's or a server's path in front, a tag or a
 * quantization behind, as the name of a file; `undefined` where the name tells nothing.
 */
export function formOf(model: string): ModelForm | undefined {
  const parts = model.slice(-MAX_LENGTH).split(/[/\\]/).slice(-MAX_PARTS).map(normal);
  // From the end, for a vendor's name says less than the model's.
  for (let from = parts.length - 1; from >= 0; from--) {
    const name = parts.slice(from).join('-');
    const rule = RULES.find(([names]) => names.test(name));
    if (rule !== undefined) return rule[1];
  }
  return CHATS.test(parts.at(-1) ?? '') ? 'chat' : undefined;
}

/** The family of a model by its name, if it has one that is known. */
export function familyOf(model: string): FimFamily | undefined {
  const form = formOf(model);
  return form === 'chat' ? undefined : form;
}

/** Small letters, one kind of stroke, and versions as their makers write them (`2p5` of Fireworks is 2.5). */
const normal = (part: string): string =>
  part
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .replace(/(\d)p(?=\d)/g, '$1.')
    .replace(/[\s_:@]+/g, '-');
