import { isRecord } from './answerParts.ts';
import { familyOf } from './templates/modelNames.ts';

/** Finds the model to use in a list: `{ models: [{ name }] }` of Ollama, `{ data: [{ id }] }` of others. */
export function withListedModel(answer: unknown): { readonly model: string } | undefined {
  const usable = entriesIn(answer).filter(isUsable);
  const loaded = usable.filter(isLoaded);
  const names = [...loaded, ...usable].map(nameOf).filter((name) => name !== undefined);
  // One that was trained to fill in the middle, if there is one; one that is loaded, if there are several.
  const model = names.find((name) => familyOf(name) !== undefined) ?? names[0];
  return model === undefined ? undefined : { model };
}

/** Letters of paths, tags and versions, of any script, and no others: what listens on a port may call its model anything. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._:/@+-]{0,199}$/u;

export const isModelName = (name: unknown): name is string =>
  typeof name === 'string' && NAME.test(name);

/** Names of models that write no text: embeddings, rerankers, speech and pictures, by their usual families. */
const NO_TEXT =
  /embed|rerank|(?:^|[-_/:.])(?:bge|gte|e5|jina-(?:clip|colbert)|all-minilm|minilm|snowflake-arctic|colbert|clip|siglip|whisper|parakeet|kokoro|flux|sdxl|stable-diffusion)(?:[-_/:.]|$)/i;
/** Architectures of such models, as Ollama names them. */
const NO_TEXT_FAMILY = /bert|^clip$/i;

export const writesText = (name: string): boolean => !NO_TEXT.test(name);

/** True for the name of a model that Ollama's company runs. */
export const isCloudName = (name: string): boolean => /[-:]cloud$/i.test(name);

type Entry = Readonly<Record<string, unknown>>;

function entriesIn(answer: unknown): Entry[] {
  if (!isRecord(answer)) return [];
  const list = Array.isArray(answer.models) ? answer.models : answer.data;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function nameOf({ name, id }: Entry): string | undefined {
  const given = name ?? id;
  return isModelName(given) && writesText(given) ? given : undefined;
}

function isUsable(entry: Entry): boolean {
  const { type, capabilities, details, architecture } = entry;
  if (isElsewhere(entry)) return false;
  // LM Studio says the kind, Ollama what a model can do and its family, llama.cpp what comes out of it.
  if (typeof type === 'string' && /embed/i.test(type)) return false;
  if (Array.isArray(capabilities) && capabilities.includes('embedding')) return false;
  const family = isRecord(details) ? details.family : undefined;
  if (typeof family === 'string' && NO_TEXT_FAMILY.test(family)) return false;
  const out = isRecord(architecture) ? architecture.output_modalities : undefined;
  return !Array.isArray(out) || out.includes('text');
}

/** Ollama lists models that its company runs as if they were here: code would leave the machine. */
function isElsewhere({ name, id, remote_host, remote_model }: Entry): boolean {
  const given = name ?? id;
  const isCloud = typeof given === 'string' && isCloudName(given);
  return isCloud || Boolean(remote_host) || Boolean(remote_model);
}

/** A router of llama.cpp says of each model whether it is loaded, and LM Studio likewise. */
function isLoaded({ status, state }: Entry): boolean {
  return state === 'loaded' || (isRecord(status) && status.value === 'loaded');
}
