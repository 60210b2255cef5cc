import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type {
  AskedProblem,
  ExplainTextParams,
  NamesParams,
  NamesResult,
} from '../../server/src/protocol/askedMessages.ts';
import type {
  ChatModelsResult,
  ChatParams,
  ChatResult,
} from '../../server/src/protocol/chatMessages.ts';
import type {
  CommitMessageParams,
  CommitMessageResult,
} from '../../server/src/protocol/commitMessages.ts';
import type { FixAllParams, FixAllResult } from '../../server/src/protocol/fixAllMessages.ts';
import type { History, HistoryParams, HistoryRange } from '../../server/src/protocol/history.ts';
import {
  type CacheClearParams,
  type CacheClearResult,
  type CacheContentsResult,
  type CacheDiscardResult,
  type EndpointParams,
  type EndpointResult,
  type ExplainParams,
  type ExplainResult,
  type ExpositionResult,
  type FindServersResult,
  method,
  type OutgoingParams,
  type OutgoingResult,
} from '../../server/src/protocol/messages.ts';
import type { ReportParams, ReportResult } from '../../server/src/protocol/report.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import type { TuningParams, TuningResult } from '../../server/src/protocol/tuning.ts';
import type { WarmingParams, WarmingResult } from '../../server/src/protocol/warming.ts';
import { inFull, TextStreams } from './textStreams.ts';

/** The requests of the extension to its server, as methods. */
export abstract class ServerRequests {
  /** The texts that requests under way are told of. */
  protected readonly texts = new TextStreams();

  /** Throws where no server runs. */
  protected abstract running(): LanguageClient;

  metrics(): Promise<MetricsSnapshot> {
    return this.running().sendRequest(method.metrics);
  }

  history(range: HistoryRange): Promise<History> {
    return this.running().sendRequest(method.history, { range } satisfies HistoryParams);
  }

  report(range: HistoryRange): Promise<ReportResult> {
    return this.running().sendRequest(method.report, { range } satisfies ReportParams);
  }

  exposition(): Promise<ExpositionResult> {
    return this.running().sendRequest(method.exposition);
  }

  clearCache(params: CacheClearParams): Promise<CacheClearResult> {
    return this.running().sendRequest(method.cacheClear, params);
  }

  findServers(): Promise<FindServersResult> {
    return this.running().sendRequest(method.findServers);
  }

  cacheContents(): Promise<CacheContentsResult> {
    return this.running().sendRequest(method.cacheContents);
  }

  warming(params: WarmingParams): Promise<WarmingResult> {
    return this.running().sendRequest(method.warming, params);
  }

  discard(uri: string): Promise<CacheDiscardResult> {
    return this.running().sendRequest(method.cacheDiscard, { uri });
  }

  explain(params: ExplainParams): Promise<ExplainResult> {
    return this.running().sendRequest(method.explain, params);
  }

  outgoing(params: OutgoingParams): Promise<OutgoingResult> {
    return this.running().sendRequest(method.outgoing, params);
  }

  endpoint(params: EndpointParams, token?: vscode.CancellationToken): Promise<EndpointResult> {
    // A token that is undefined would be sent as a second parameter.
    return token === undefined
      ? this.running().sendRequest(method.endpoint, params)
      : this.running().sendRequest(method.endpoint, params, token);
  }

  tuning(params: TuningParams): Promise<TuningResult> {
    return this.running().sendRequest(method.tuning, params);
  }

  /** `onText` hears all of the message so far. Rejects when the token is cancelled. */
  commitMessage(
    params: Omit<CommitMessageParams, 'id'>,
    onText: (textSoFar: string) => void,
    token: vscode.CancellationToken,
  ): Promise<CommitMessageResult> {
    return this.texts.during(inFull(onText), (id) =>
      this.running().sendRequest(method.commitMessage, { ...params, id }, token),
    );
  }

  names(params: NamesParams, token: vscode.CancellationToken): Promise<NamesResult> {
    return this.running().sendRequest(method.names, params, token);
  }

  /** The explanation is told where all are; resolves with why there is none, or `null`. */
  explainText(params: ExplainTextParams): Promise<AskedProblem | null> {
    return this.running().sendRequest(method.explainText, params);
  }

  /** Answered once the user has seen the edits, or has cancelled. */
  fixAll(params: FixAllParams): Promise<FixAllResult> {
    return this.running().sendRequest(method.fixAll, params);
  }

  chatModels(): Promise<ChatModelsResult> {
    return this.running().sendRequest(method.chatModels);
  }

  /** Asks an endpoint; `onText` hears the answer in pieces while it is written. */
  chat(
    asked: Omit<ChatParams, 'id'>,
    onText: (piece: string) => void,
    token: vscode.CancellationToken,
  ): Promise<ChatResult> {
    return this.texts.during(onText, (id) =>
      this.running().sendRequest(method.chat, { ...asked, id } satisfies ChatParams, token),
    );
  }

  regenerate(uri: string): Promise<void> {
    return this.running().sendRequest(method.regenerate, { uri });
  }

  credentialChanged(endpointId: string): Promise<void> {
    return this.running().sendNotification(method.credentialChanged, { endpointId });
  }
}
