import { isMembers, type Members } from './forms.ts';
import {
  emptyList,
  missing,
  noModel,
  noSuchModel,
  type Refusal,
  tooLarge,
  tooLong,
  unknownParameter,
  wrongType,
} from './refusals.ts';

/** The longest prompt that the models take, in UTF-16 units; and in tokens, as they say it. */
const MAX_LENGTH = 200_000;
const MAX_TOKENS = 16_385;

const REQUIRED = { chat: 'messages', text: 'prompt', embeddings: 'input' } as const;
export type Operation = keyof typeof REQUIRED;

/** The faults of a request, in the order in which OpenAI says it. */
export function refusalFor(
  operation: Operation,
  body: Members,
  models: readonly string[],
): Refusal | undefined {
  const { model } = body;
  if (typeof model !== 'string' || model === '') return noModel();
  if (!models.includes(model)) return noSuchModel(model);
  const name = REQUIRED[operation];
  const value = body[name];
  if (value === undefined) return missing(name);
  if (operation === 'chat' && !Array.isArray(value))
    return wrongType(name, 'an array of objects, but got something else instead');
  if (Array.isArray(value) && value.length === 0) return emptyList(name);
  const { temperature } = body;
  if (temperature !== undefined && temperature !== null && typeof temperature !== 'number')
    return wrongType('temperature', 'a decimal, but got something else instead');
  if (typeof temperature === 'number' && temperature > 2)
    return tooLarge('temperature', 2, temperature);
  if (isMembers(body.response_format) && typeof body.response_format.type !== 'string')
    return missing('response_format.type');
  if ('best_friend' in body) return unknownParameter('best_friend');
  const { length } = JSON.stringify(value);
  return length > MAX_LENGTH ? tooLong(MAX_TOKENS, Math.ceil(length / 4)) : undefined;
}
