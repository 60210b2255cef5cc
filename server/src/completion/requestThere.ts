import type { DocumentStore } from '../documents/documentStore.ts';
import type { Position } from '../documents/position.ts';
import type { GenerationRequest } from '../domain/generation.ts';
import type { SharingPolicy } from '../privacy/sharingPolicy.ts';
import type { ImportedFiles } from './context/importedFiles.ts';
import type { RequestBuilder, RequestOptions } from './context/requestBuilder.ts';
import { cursorAt } from './cursor.ts';
import { type Gate, type GateSettings, validityGate } from './decision/gates.ts';

export interface RequestThereTools {
  readonly documents: DocumentStore;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly requests: Pick<RequestBuilder, 'requestAt'>;
  readonly imported: Pick<ImportedFiles, 'settled'>;
}

/**
 * The request that a model would be asked if the user asked for a suggestion at a place, credentials still in it; a gate where none would be asked;
 * `undefined` where no such document is open. Waits until the files that the document imports have been read, as they are
 * when a suggestion is asked for next.
 */
export async function requestThere(
  uri: string,
  position: Position,
  settings: GateSettings & RequestOptions,
  { documents, policy, requests, imported }: RequestThereTools,
): Promise<GenerationRequest | Gate | undefined> {
  const opened = documents.get(uri);
  if (opened === undefined) return undefined;
  const gate = validityGate(cursorAt(opened, position), settings, policy, true);
  if (gate !== undefined) return gate;
  await imported.settled(opened);
  // It may have been edited, or closed, meanwhile.
  const document = documents.get(uri);
  if (document === undefined) return undefined;
  const cursor = cursorAt(document, position);
  return validityGate(cursor, settings, policy, true) ?? requests.requestAt(cursor, settings);
}
