import type { Connection } from 'vscode-languageserver';
import type { Clock } from '../base/clock.ts';
import { settledWithin } from '../base/deadline.ts';
import { CancelledError } from '../base/errors.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Spellings } from '../documents/spellings.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import {
  type ExpositionResult,
  type FindServersResult,
  type LanguageModelTextParams,
  method,
  serverCommand,
} from '../protocol/messages.ts';
import { actionMenu, setUpEntry } from './actionMenu.ts';
import type { ActionSupport } from './actionSupport.ts';
import { setUpText } from './actionTexts.ts';
import { chat, chatModels } from './chat.ts';
import { commitMessage } from './commitMessage.ts';
import { explainTextParams, namesParams } from './door/askedParams.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import { commitParams } from './door/commitParams.ts';
import {
  chatQuestion,
  command,
  documentParams,
  endpointId,
  endpointParams,
  explainParams,
  historyRange,
  itemId,
  modelText,
  nothing,
  outgoingParams,
  tiersToClear,
} from './door/customParams.ts';
import type { Door } from './door/door.ts';
import { codeActionParams, completionQuery, unresolvedAction } from './door/featureParams.ts';
import { fixAllParams } from './door/fixAllParams.ts';
import type { EditorSurfaces } from './editorSurfaces.ts';
import { commandEndpoint } from './endpointCommands.ts';
import { explain } from './explain.ts';
import { explainText } from './explainText.ts';
import { fixAll } from './fixAll.ts';
import { fromCursor, toInlineCompletion } from './inlineItem.ts';
import { names } from './names.ts';
import { outgoing } from './outgoing.ts';
import { resolveAction, runAction } from './runAction.ts';
import { serverLog } from './serverLog.ts';
import { UserMessages } from './userMessages.ts';

/** The parts of the server that the bindings reach. */
export interface Bound {
  /** Resolves once the first settings have been read; rejects with an `AnswerError` where that takes too long. */
  readonly host: () => Promise<EngineHost>;
  readonly documents: DocumentStore;
  readonly clock: Clock;
  /** The way to tell the client of texts as they are written. */
  readonly client: ClientRequests;
  readonly support: () => ActionSupport;
  readonly spellings: Spellings;
  readonly newId: () => string;
  readonly surfaces: EditorSurfaces;
  /** True for our own client, in VS Code: it shows items with what stands before the cursor, and tells all diagnostics. */
  readonly isOurs: () => boolean;
  readonly credentialChanged: (endpointId: string) => void;
  readonly languageModelText: (params: LanguageModelTextParams) => void;
  /** Looks for model servers on this machine; returns how many there are. */
  readonly findServers: () => Promise<number>;
}

/** Every request and notification that the features answer, on one screen. */
export function bind(door: Door, connection: Connection, bound: Bound): void {
  const { host } = bound;
  const editorOf = (current: EngineHost) => ({
    ...bound,
    connection,
    isTrusted: () => current.isTrusted,
  });

  door.request('textDocument/inlineCompletion', completionQuery, async (query, signal) => {
    const current = await host();
    current.activeAt(query.uri, query.position);
    const items = await current.completions.provide(query, signal).catch(unlessCancelled);
    if (items === undefined || items.length === 0) return null;
    const { position, selected } = query;
    const line = bound.documents.get(query.uri)?.lineAt(position.line);
    const isWhole = bound.isOurs() || selected !== undefined || line === undefined;
    const shown = isWhole ? items : items.map((item) => fromCursor(item, position, line));
    return { items: shown.map(toInlineCompletion) };
  });

  door.request('textDocument/codeAction', codeActionParams, async (params) => {
    const current = await host();
    const { actions, hasActionEndpoint, isEnabled } = current;
    // Editors ask wherever the cursor goes.
    current.activeAt(params.textDocument.uri, params.range.end);
    if (!isEnabled || !current.isTrusted) return [];
    return hasActionEndpoint ? actionMenu(params, actions, bound) : setUpEntry(params, bound);
  });

  door.request('codeAction/resolve', unresolvedAction, async ({ action, offer }, signal) => {
    if (offer === undefined) return action;
    const current = await host();
    const edit = await resolveAction(editorOf(current), current.actions, offer, signal);
    return edit === undefined ? action : { ...action, edit };
  });

  door.request('workspace/executeCommand', command, async (asked) => {
    const current = await host();
    const { actions, completions } = current;
    if (asked?.name === serverCommand.completionAccepted) completions.accepted(asked.id);
    if (asked?.name === serverCommand.runAction) {
      const run = runAction(editorOf(current), actions, asked.offer);
      await settledWithin(bound.clock, MAX_COMMAND_MS, run);
    }
    if (asked?.name === serverCommand.setUp) new UserMessages(connection).info(setUpText);
    return null;
  });

  door.request(method.commitMessage, commitParams, async (asked, signal) =>
    commitMessage(await host(), bound.client, asked, signal),
  );

  door.request(method.names, namesParams, async (asked, signal) =>
    names(await host(), asked, signal),
  );
  door.request(method.explainText, explainTextParams, async (asked) => {
    const current = await host();
    return (await explainText(editorOf(current), current, asked, bound.clock.soon)) ?? null;
  });

  door.request(method.fixAll, fixAllParams, async (asked, signal) => {
    const current = await host();
    return fixAll(editorOf(current), current, asked, signal);
  });

  door.request(method.metrics, nothing, async () => (await host()).metrics.snapshot());
  door.request(method.history, historyRange, async (range) =>
    (await host()).metrics.history(range),
  );
  door.request(method.report, historyRange, async (range) => (await host()).metrics.report(range));
  door.request(method.exposition, nothing, async (): Promise<ExpositionResult> => {
    return { text: (await host()).metrics.exposition() };
  });
  door.request(method.explain, explainParams, async (place) => explain(await host(), place));
  door.request(method.outgoing, outgoingParams, async (place) => outgoing(await host(), place));
  const listener = { log: serverLog(connection).info, canSetKey: bound.isOurs };
  door.request(method.endpoint, endpointParams, async (asked, signal) =>
    commandEndpoint(await host(), asked, listener, signal),
  );
  door.request(method.chatModels, nothing, async () => chatModels(await host()));
  door.request(method.chat, chatQuestion, async (asked, signal) =>
    chat(await host(), asked, bound.client, bound.isOurs(), signal),
  );
  door.request(method.cacheClear, tiersToClear, async (tiers) => ({
    cleared: await (await host()).clearCache(tiers),
  }));
  door.request(method.cacheContents, nothing, async () => ({
    rows: await (await host()).cacheContents(),
  }));
  door.request(method.cacheDiscard, documentParams, async ({ uri }) => ({
    discarded: await (await host()).discard(uri),
  }));
  door.request(method.regenerate, documentParams, async ({ uri }) => {
    (await host()).completions.regenerate(uri);
    return null;
  });
  door.request(method.findServers, nothing, async (): Promise<FindServersResult> => {
    await host();
    return { found: await bound.findServers() };
  });
  door.notification(method.accepted, itemId, async (id) => (await host()).completions.accepted(id));
  door.notification(method.shown, itemId, async (id) =>
    (await host()).completions.becameVisible(id),
  );
  door.notification(method.dismissed, itemId, async (id) =>
    (await host()).completions.dismissed(id),
  );
  door.notification(method.credentialChanged, endpointId, bound.credentialChanged);
  door.notification(method.languageModelText, modelText, bound.languageModelText);
}

/** Emacs stands still until a command is answered, and calls it failed after ten seconds; work goes on behind the answer. */
const MAX_COMMAND_MS = 5_000;

function unlessCancelled(error: unknown): undefined {
  if (!(error instanceof CancelledError)) throw error;
}
