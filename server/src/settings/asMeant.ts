import { PROVIDER_NAMES } from './endpointSetting.ts';

/** Members that people paste: blanks around such a value do not belong to it. */
const PASTED = ['model', 'completionModel'] as const;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z\d]/g, '');
const PROVIDERS = new Map(PROVIDER_NAMES.map((name) => [plain(name), name]));

/** An endpoint as its user meant it: names of providers however they are written (`llama.cpp`, `LM Studio`), models without blanks around them. */
export function asMeant(element: unknown): unknown {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return element;
  const meant: Record<string, unknown> = { ...element };
  const { provider } = meant;
  if (typeof provider === 'string' && provider.length <= 40) {
    meant.provider = PROVIDERS.get(plain(provider)) ?? provider;
  }
  for (const name of PASTED) {
    const value = meant[name];
    if (typeof value === 'string') meant[name] = value.trim();
  }
  return meant;
}
