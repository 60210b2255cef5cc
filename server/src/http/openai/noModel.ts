import { ApiError } from './apiError.ts';

/** Longest part of a request that is repeated, in UTF-16 units. */
const MAX_QUOTED = 100;

/** In the same words whether it is not there, or not for this key: nobody finds out which models there are. */
export const noModel = (model: string): ApiError =>
  new ApiError(
    `The model \`${model.slice(0, MAX_QUOTED)}\` does not exist or you do not have access to it.`,
    { status: 404, type: 'invalid_request_error', code: 'model_not_found' },
  );
