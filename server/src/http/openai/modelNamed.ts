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

/** The name by which clients ask for whichever model fits. */
const ANY = 'default';

/** The request with the name of a model that is there, in the place of `default`. Throws an `ApiError` where there is none. */
export function named(ask: RelayAsk, key: string | undefined, tools: NamingTools): RelayAsk {
  const { operation } = ask.input;
  const fills = isFill(ask.input);
  const isThere = tools.hasModel(ask.model, operation);
  const model = isThere || ask.model !== ANY ? ask.model : firstFor(operation, fills, key, tools);
  if (!isThere && model === ask.model) throw noModel(ask.model);
  if (fills && !tools.hasModel(model, 'fill')) {
    const [allowed] = tools.admission.models(key, [model]);
    // Whoever may not ask for it is not told that it is there.
    throw allowed === undefined ? noModel(model) : cannotFill(model);
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
  return (fills ? fitting?.id : undefined) ?? names[0] ?? ANY;
}

/** In the words and the code of a server that does not have the operation for this model. */
const cannotFill = (model: string): ApiError =>
  new ApiError(
    `The model \`${model.slice(0, MAX_QUOTED)}\` does not fill in the middle: ask it at /v1/chat/completions.`,
    { status: 404, type: 'invalid_request_error', code: 'unsupported_operation', param: 'suffix' },
  );

const MAX_QUOTED = 100;
