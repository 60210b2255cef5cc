import type { FixAllDocument } from '../../actions/fixAll/fixAllRun.ts';
import { MAX_FIX_ALL_DOCUMENTS } from '../../protocol/fixAllMessages.ts';
import { offeredDiagnostic } from './featureParams.ts';
import { uriIn } from './places.ts';
import { list, members, type Raw, text } from './shape.ts';

const MAX_ID = 1_000;
/** Most diagnostics of one document that are taken; a run considers far fewer. */
const MAX_DIAGNOSTICS = 10_000;

/** A run over many documents, as a client asks for it. */
export interface FixAllRequest {
  readonly id: string;
  readonly documents: readonly FixAllDocument[];
  readonly isResumed: boolean;
}

export const fixAllParams = (raw: Raw): FixAllRequest =>
  Object.freeze({
    id: text(raw.id, 'id', MAX_ID),
    documents: list(raw.documents, 'documents', MAX_FIX_ALL_DOCUMENTS, (each) => {
      const { uri, diagnostics } = members(each, 'documents');
      return Object.freeze({
        uri: uriIn(uri, 'documents.uri'),
        diagnostics: list(diagnostics, 'documents.diagnostics', MAX_DIAGNOSTICS, (found) =>
          offeredDiagnostic(found, 'documents.diagnostics'),
        ),
      });
    }),
    isResumed: raw.resume === true,
  });
