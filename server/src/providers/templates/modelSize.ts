import type { EditForm } from '../../domain/endpoint.ts';

/**
 * Largest model that is asked for the whole block, in billions of parameters: those of about 32 (up to 36, as CodeLlama-34B and
 * Seed-OSS-36B) follow whole blocks best (docs/adr/0017-form-of-edits.md).
 */
const MAX_WHOLE = 36;

/** Of mixtures their names tell the size of one part: these are large, whatever number stands there. */
const MIXTURES = /llama-?4-?(?:scout|maverick|behemoth)/;

/** Models whose makers tell no size: smaller kin of large ones, which Aider's published settings ask for the whole file, too. */
const SMALL =
  /gpt-?3\.?5|gpt-?4o-mini|gpt.{0,40}nano|^o1-mini|claude-(?:instant|[12](?!\d)|3-haiku|3-sonnet)|gemini.{0,40}lite|gemini-1\.[05]-flash|gemini-pro$|grok-[23]-mini|glm-.{0,20}(?:flash|edge)|coder-v2-lite/;

/** Models that are larger than `MAX_WHOLE` by their makers' word, or are known to follow search and replace, by their names alone. */
const LARGE: readonly RegExp[] = [
  /^(?:chat)?gpt-?[45](?!all)|^gpt-?[6-9](?!\d)|^o[134](?:-|$)|^codex-mini/,
  /claude-/,
  /gemini-?(?:1\.5-pro|(?:[2-9](?:\.\d+)?-)?(?:pro|flash)|exp)/,
  /grok-(?:[2-9]|code)/,
  /deepseek-(?:chat|reasoner|v(?:2\.5|[3-9]))|deepseek(?:-ai)?-deepseek-(?:r\d|coder-v2-instruct)/,
  /kimi-k\d|glm-?(?:4\.[5-9]|[5-9])|minimax-m\d/,
  /qw[ew]n-?\d?(?:\.\d)?-?(?:max|plus)|qwen-?3-?coder-?(?:plus|next)/,
  /(?:mistral|pixtral)-large|(?:mi|dev|magi)stral-medium/,
  /llama-?3\.3|command-(?:r-plus|a)(?:-|$)|jamba.{0,20}large/,
];

/** Longer names, and paths of more parts, are cut in front. */
const MAX_LENGTH = 400;
const MAX_PARTS = 20;

/**
 * How many billions of parameters a model has, as its name tells: `7b`, `8x22b`, `1t`, `350m`. The active ones of a mixture (`A22B`)
 * are no size, and neither are versions, dates, quantizations and contexts. Of several sizes in one part of a path the smallest
 * counts; of several parts the last that tells one.
 */
export function billionsOf(model: string): number | undefined {
  for (const part of partsOf(model).reverse()) {
    const size = sizeIn(part);
    if (size !== undefined) return size;
  }
  return undefined;
}

/** The form in which a model is best asked for edits, as its name tells; `undefined` where that tells nothing. */
export function editFormOf(model: string): EditForm | undefined {
  const parts = partsOf(model);
  // The vendor and the model: more than these two are folders.
  const names = [parts.at(-1) ?? '', parts.slice(-2).join('-')];
  const isNamed = (rule: RegExp) => names.some((name) => rule.test(name));
  if (isNamed(MIXTURES)) return 'edits';
  const billions = billionsOf(model);
  if (billions !== undefined) return formOfSize(billions);
  if (isNamed(SMALL)) return 'whole';
  return LARGE.some(isNamed) ? 'edits' : undefined;
}

/** The form for a model of so many billions of parameters. */
export const formOfSize = (billions: number): EditForm =>
  billions > MAX_WHOLE ? 'edits' : 'whole';

/** In billions: thousands of them (`1t`), and thousandths where nothing else is named (`350m`; `1m` is a context). */
function sizeIn(part: string): number | undefined {
  const named = [...part.matchAll(SIZE)].flatMap(([, before = '', times, number, unit]) => {
    const isActive = /(?:^|[^a-z])[ae]$/.test(before) && times === undefined;
    const size =
      Number(number?.replace('_', '.')) * Number(times ?? 1) * (unit === 't' ? 1_000 : 1);
    return isActive || size === 0 ? [] : [{ size, unit }];
  });
  const billions = named.filter(({ unit }) => unit === 'b');
  const [best] = (billions.length > 0 ? billions : named).toSorted(
    (one, other) => one.size - other.size,
  );
  const millions = /(?:^|[^a-z\d.])(\d{2,3})m(?![a-z\d])/.exec(part)?.[1];
  return best?.size ?? (millions === undefined ? undefined : Number(millions) / 1_000);
}

/** A number of billions or trillions, the letters before it, how many times it counts (`8x22b`); `7b1` is 7.1. */
const SIZE =
  /([a-z]{0,20})(?:(\d{1,2})x)?(?<![\d.])(\d{1,4}(?:\.\d{1,2}|_\d(?=b))?)([bt])(?![a-z])(?!\d{2})/g;

/** Parts of a path in small letters, versions as their makers write them, without what a service put around a fine-tuned model's name. */
const partsOf = (model: string): string[] =>
  model
    .slice(-MAX_LENGTH)
    .toLowerCase()
    .split(/[/\\]/)
    .slice(-MAX_PARTS)
    .map((part) => {
      const base = part.startsWith('ft:') ? (part.split(':')[1] ?? '') : part;
      return base
        .replace(/\.gguf$/, '')
        .replace(/(\d)p(?=\d)/g, '$1.')
        .replace(/[\s:@]+/g, '-');
    });
