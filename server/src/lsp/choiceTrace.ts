import type { PipelineEvent } from '../domain/requestEvents.ts';
import { plain } from '../protocol/plainText.ts';
import { type Logging, serverLog } from './serverLog.ts';

type Chosen = Extract<PipelineEvent, { readonly kind: 'chosen' }>;

/** Writes each choice among several endpoints into the trace, for clients that want one. */
export const traceChoices =
  (connection: Logging) =>
  ({ endpointId, task, reason }: Chosen): void =>
    serverLog(connection).trace(plain`Endpoint "${endpointId}": asked for ${task}, ${reason}`);
