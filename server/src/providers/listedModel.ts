import { isRecord } from './dialect.ts';
import { familyOf } from './templates/index.ts';

/** Finds the model to use in a list: `{ models: [{ name }] }` of Ollama, `{ data: [{ id }] }` of others. */
export function withListedModel(answer: unknown): { readonly model: string } | undefined {
  const names = namesIn(answer);
  // One that was trained to fill in the middle, if there is one.
  const model = names.find((name) => familyOf(name) !== undefined) ?? names[0];
  return model === undefined ? undefined : { model };
}

function namesIn(answer: unknown): string[] {
  if (!isRecord(answer)) return [];
  const list = Array.isArray(answer.models) ? answer.models : answer.data;
  if (!Array.isArray(list)) return [];
  const names = list.map((each) => (isRecord(each) ? (each.name ?? each.id) : undefined));
  return names.filter((name) => typeof name === 'string' && !/embed/i.test(name)) as string[];
}
