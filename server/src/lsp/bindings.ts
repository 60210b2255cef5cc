import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { ActionOffer } from '../actions/provider.ts';
import { CancelledError } from '../base/errors.ts';
import type { CompletionItem } from '../completion/display/item.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { HISTORY_RANGES, type HistoryParams, type HistoryRange } from '../protocol/history.ts';
import {
  type CacheClearParams,
  type CredentialParams,
  type DocumentParams,
  type ExplainParams,
  type ExpositionResult,
  type ItemParams,
  method,
  serverCommand,
} from '../protocol/messages.ts';
import type { ReportParams } from '../protocol/report.ts';
import { withSignal } from './cancellation.ts';
import { isWanted, toCodeAction, troublesOf } from './codeActions.ts';
import { explain } from './explain.ts';
import { resolveAction, runAction } from './runAction.ts';

/** The parts of the server that the bindings reach; `host` resolves once the first settings have been read. */
export interface Bound {
  readonly host: Promise<EngineHost>;
  readonly documents: DocumentStore;
  readonly hasProgress: () => boolean;
  readonly hasPreview: () => boolean;
  readonly credentialChanged: (endpointId: string) => void;
}

/** Every request and notification that the server answers, on one screen. */
export function bind(connection: Connection, bound: Bound): void {
  const { host, documents } = bound;
  const { languages } = connection;
  const editor = { connection, documents, hasPreview: bound.hasPreview };

  languages.inlineCompletion.on(({ textDocument, position, context }, token) =>
    withSignal(token, async (signal) => {
      const { completions } = await host;
      const selected = context.selectedCompletionInfo;
      const query = {
        uri: textDocument.uri,
        position,
        isInvoked: context.triggerKind === INVOKED,
        ...(selected === undefined ? {} : { selected }),
      };
      const items = await completions.provide(query, signal).catch(unlessCancelled);
      if (items === undefined || items.length === 0) return null;
      return { items: items.map(toInlineCompletion) };
    }),
  );

  connection.onCodeAction(async (params) => {
    const { actions, hasActionEndpoint, isEnabled } = await host;
    if (!isEnabled || !hasActionEndpoint) return [];
    const offers = actions.offer(params.textDocument.uri, troublesOf(params));
    return offers
      .filter(({ kind }) => isWanted(kind, params))
      .map((offer) => toCodeAction(offer, params, bound.hasProgress()));
  });

  connection.onCodeActionResolve((action, token) =>
    withSignal(token, async (signal) => {
      const offer = action.data as ActionOffer | undefined;
      if (offer === undefined) return action;
      const { actions } = await host;
      const edit = await resolveAction(editor, actions, offer, signal);
      return edit === undefined ? action : { ...action, edit };
    }),
  );

  connection.onExecuteCommand(async ({ command, arguments: args }) => {
    const { actions, completions } = await host;
    if (command === serverCommand.completionAccepted) completions.accepted(String(args?.[0]));
    if (command === serverCommand.runAction) {
      await runAction(editor, actions, args?.[0] as ActionOffer);
    }
    return null;
  });

  connection.onRequest(method.metrics, async () => (await host).metrics.snapshot());
  connection.onRequest(method.history, async ({ range }: HistoryParams) =>
    (await host).metrics.history(known(range)),
  );
  connection.onRequest(method.report, async ({ range }: ReportParams) =>
    (await host).metrics.report(known(range)),
  );
  connection.onRequest(method.exposition, async (): Promise<ExpositionResult> => {
    return { text: (await host).metrics.exposition() };
  });
  connection.onRequest(method.explain, async (params: unknown) =>
    explain(await host, explainParams(params)),
  );
  connection.onRequest(method.cacheClear, async (params: CacheClearParams | null) => ({
    cleared: await (await host).clearCache(params?.tiers),
  }));
  connection.onRequest(method.cacheContents, async () => ({
    rows: await (await host).cacheContents(),
  }));
  connection.onRequest(method.cacheDiscard, async ({ uri }: DocumentParams) => ({
    discarded: await (await host).discard(uri),
  }));
  connection.onRequest(method.regenerate, async ({ uri }: DocumentParams) => {
    (await host).completions.regenerate(uri);
    return null;
  });
  connection.onNotification(method.accepted, async ({ id }: ItemParams) =>
    (await host).completions.accepted(id),
  );
  connection.onNotification(method.shown, async ({ id }: ItemParams) =>
    (await host).completions.becameVisible(id),
  );
  connection.onNotification(method.dismissed, async ({ id }: ItemParams) =>
    (await host).completions.dismissed(id),
  );
  connection.onNotification(method.credentialChanged, ({ endpointId }: CredentialParams) =>
    bound.credentialChanged(endpointId),
  );
}

const toInlineCompletion = ({ id, insertText, range }: CompletionItem) => ({
  insertText,
  range,
  command: { title: '', command: serverCommand.completionAccepted, arguments: [id] },
});

/** Ranges come from other programs. Throws `ResponseError` for one that there is not. */
function known(range: HistoryRange): HistoryRange {
  if (HISTORY_RANGES.includes(range)) return range;
  const ranges = HISTORY_RANGES.join(', ');
  throw new ResponseError(ErrorCodes.InvalidParams, `"range" must be one of ${ranges}`);
}

/** Parameters come from other programs. Throws `ResponseError` where they are no document and line. */
function explainParams(params: unknown): ExplainParams {
  const { uri, line } = (params ?? {}) as Partial<Record<keyof ExplainParams, unknown>>;
  if (typeof uri === 'string' && typeof line === 'number' && line >= 0) return { uri, line };
  throw new ResponseError(
    ErrorCodes.InvalidParams,
    '"uri" must be a document’s, and "line" a number from 0 on',
  );
}

/** LSP's trigger kind; VS Code's own API counts from 0. */
const INVOKED = 1;

function unlessCancelled(error: unknown): undefined {
  if (!(error instanceof CancelledError)) throw error;
}
