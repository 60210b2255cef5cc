import { ANY_MODEL } from '../../domain/endpoint.ts';
import { isFill } from '../../domain/operation.ts';
import type { RelayOperation } from '../../domain/relay.ts';
import type { Admission } from './admission.ts';
import { ApiError } from './apiError.ts';
import type { ListedModel } from './listedModel.ts';
import { noModel } from './noModel.ts';
import type { RelayAsk } from './requestBody.ts';

export interface NamingTools {
  readonly admission: Pick<Admission, 'models'>;
  readonly models: () => readonly ListedModel[];
  /** True for a model that some endpoint has for the operation, or that fills in the middle there. */
  readonly hasModel: (model: string, operation: RelayOperation | 'fill') => boolean;
}

/** The request with the name of a model that is there, in the place of `default`. Throws an `ApiError` where there is none. */
export function named(ask: RelayAsk, key: string | undefined, tools: NamingTools): RelayAsk {
  const { operation } = ask.input;
  const fills = isFill(ask.input);
  const mayAsk = (name: string) => tools.admission.models(key, [name]).length > 0;
  // Where some endpoint answers to it, but not to this key or not for this, the first that fits is meant.
  const isThere =
    ask.model === ANY_MODEL
      ? tools.hasModel(ANY_MODEL, fills ? 'fill' : operation) && mayAsk(ANY_MODEL)
      : tools.hasModel(ask.model, operation);
  const model =
    isThere || ask.model !== ANY_MODEL ? ask.model : firstFor(operation, fills, key, tools);
  if (!tools.hasModel(model, operation)) throw noModel(ask.model);
  if (fills && !tools.hasModel(model, 'fill')) {
    // Whoever may not ask for it is not told that it is there.
    throw mayAsk(model) ? cannotFill(model) : noModel(model);
  }
  return model === ask.model ? ask : { ...ask, model };
}

/** The first model that the key may ask for; of those that fill in the middle, where that is wanted. */
function firstFor(
  operation: RelayOperation,
  fills: boolean,
  key: string | undefined,
  { admission, models, hasModel }: NamingTools,
): string {
  const listed = models().filter(({ id }) => hasModel(id, operation));
  const names = admission.models(
    key,
    listed.map(({ id }) => id),
  );
  const fitting = listed.find(({ id, aurelis }) => names.includes(id) && aurelis.fills);
  return (fills ? fitting?.id : undefined) ?? names[0] ?? ANY_MODEL;
}

/** In the words and the code of a server that does not have the operation for this model. */
const cannotFill = (model: string): ApiError =>
  new ApiError(
    `The model \`${model.slice(0, MAX_QUOTED)}\` does not fill in the middle: ask it at /v1/chat/completions.`,
    { status: 404, type: 'invalid_request_error', code: 'unsupported_operation', param: 'suffix' },
  );

const MAX_QUOTED = 100;
