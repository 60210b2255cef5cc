import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { EventHub } from '../base/eventHub.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { DocumentStore } from '../documents/documentStore.ts';
import { Notebooks } from '../documents/notebooks.ts';
import { hasSharedTier } from '../engine/answerCache.ts';
import { type EngineConfig, EngineHost, type HostTools } from '../engine/engineHost.ts';
import { bind } from '../lsp/bindings.ts';
import { initializeResult } from '../lsp/capabilities.ts';
import { type ClientFacts, clientFacts } from '../lsp/clientFacts.ts';
import { Credentials } from '../lsp/credentials.ts';
import { traceDecisions } from '../lsp/decisionTexts.ts';
import { feedDocuments } from '../lsp/documentFeed.ts';
import { EndpointNotices } from '../lsp/endpointNotices.ts';
import { installationSecret } from '../lsp/installationSecret.ts';
import { LanguageModels } from '../lsp/languageModels.ts';
import { LocalServers } from '../lsp/localServers.ts';
import { MetricsFeed } from '../lsp/metricsFeed.ts';
import { feedNotebooks } from '../lsp/notebookFeed.ts';
import { SettingsFeed } from '../lsp/settingsFeed.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { type FindServersResult, method, TEAM_CREDENTIAL } from '../protocol/messages.ts';
import type { MetricsSnapshot } from '../protocol/snapshot.ts';
import { isForEditorModel } from '../providers/vscodeLm.ts';
import type { Settings } from '../settings/settings.ts';
import { AskedOnce } from '../storage/askedOnce.ts';
import { hasSqlite } from '../storage/sqlite.ts';
import { discover, type LocalPlace } from '../upstream/discovery.ts';
import {
  type TransportFacts,
  type TransportOptions,
  transportOptions,
} from '../upstream/transport/options.ts';
import { MetricsExports } from './metricsExports.ts';

/** HTTP as the process offers it. */
interface HttpService {
  readonly call: HttpCall;
  /** How connections are made from now on. */
  configure(options: TransportOptions): void;
  /** Connects ahead of the first request. Never rejects. */
  warm(url: string): Promise<void>;
}

/** The dependencies that the process gives to the server. */
export interface ServerTools {
  readonly version: string;
  readonly clock: Clock;
  readonly http: HttpService;
  /** Folder for files where the client names none. */
  readonly storagePath: string;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads source files inside these folders. */
  readonly createReader: (folders: readonly string[]) => HostTools['workspace']['readFile'];
  /** Returns the resource usage of the process. */
  readonly usage: () => MetricsSnapshot['process'];
  /** Where model servers of this machine may listen. */
  readonly localPlaces: readonly LocalPlace[];
  /** The text of a file; `undefined` where there is none. */
  readonly readText: (path: string) => Promise<string | undefined>;
  /** The predictor over these folders and the open documents. */
  readonly createPredictor: (
    where: { readonly folders: readonly string[]; readonly excludes: readonly string[] },
    documents: DocumentStore,
    onStateChanged: () => void,
  ) => HostTools['workspace']['predictor'] & Disposable;
}

/** Serves one client over a connection until it says goodbye or the result is disposed. */
export function serve(connection: Connection, tools: ServerTools): Disposable {
  const owned = new DisposableStore();
  const documents = new DocumentStore();
  const notebooks = new Notebooks();
  let own = '';
  const credentials = new Credentials(connection, tools.environment, () => own);
  const events = new EventHub<MetricsEvent>();
  const notices = new EndpointNotices(connection);
  notices.listenTo(events);
  const models = new LanguageModels(connection);
  const ready = Promise.withResolvers<EngineHost>();
  let facts: ClientFacts | undefined;
  let metricsFeed: MetricsFeed | undefined;
  let applyAgain = async (): Promise<void> => undefined;

  feedDocuments(connection, documents);
  feedNotebooks(connection, documents, notebooks);
  bind(connection, {
    host: ready.promise,
    documents,
    hasProgress: () => facts?.hasProgress ?? false,
    hasPreview: () => facts?.hasPreview ?? false,
    credentialChanged: (endpointId) => {
      credentials.changed(endpointId);
      notices.forget(endpointId);
      if (endpointId === TEAM_CREDENTIAL) void applyAgain();
      else void ready.promise.then((host) => host.credentialChanged(endpointId));
    },
  });

  connection.onInitialize((params) => {
    facts = clientFacts(params);
    return initializeResult(tools.version);
  });

  connection.onInitialized(async () => {
    if (facts === undefined) return;
    const settingsFeed = new SettingsFeed(connection, facts);
    const storagePath = facts.storagePath ?? tools.storagePath;
    const ask = () => Promise.all([settingsFeed.read(), settingsFeed.readTransport()]);
    // An editor that starts is slow to answer: everything is asked at once.
    const [excludes, secret, answers] = await Promise.all([
      settingsFeed.readExcludes(),
      installationSecret(connection, storagePath),
      ask(),
    ]);
    own = secret;
    const where = { folders: facts.workspaceFolders, excludes };
    const predictor = owned.add(
      tools.createPredictor(where, documents, () => metricsFeed?.changed()),
    );
    const configOf = async ([settings, editor]: typeof answers): Promise<EngineConfig> => {
      tools.http.configure(await transportOf(settings, editor, settingsFeed, tools));
      if (settings['cache.disk.enable'] && !hasSqlite) settingsFeed.report(NO_DISK_CACHE);
      const shared = hasSharedTier(settings)
        ? await credentials.shared(settings['cache.sharedSecretEnv'])
        : undefined;
      return { settings, secrets: shared === undefined ? { own } : { own, shared } };
    };
    let exports: MetricsExports | undefined;
    const first = await configOf(answers);
    const host = new EngineHost(
      {
        process: { ...tools, storagePath },
        network: {
          call: (request) => (isForEditorModel(request.url) ? models : tools.http).call(request),
          warm: (url) => void tools.http.warm(url),
          credential: credentials.of,
          identity: credentials.identity,
        },
        workspace: {
          documents,
          notebooks,
          readFile: tools.createReader(facts.workspaceFolders),
          predictor,
        },
        listeners: {
          onChanged: () => metricsFeed?.changed(),
          onDecision: traceDecisions(connection),
          events,
        },
      },
      first,
    );
    owned.add(host);
    exports = owned.add(
      new MetricsExports({
        ...tools,
        events,
        call: tools.http.call,
        expose: () => host.metrics.exposition(),
        onTrouble: (port, trouble) => settingsFeed.report(portTrouble(port, trouble)),
      }),
    );
    exports.apply(first.settings);
    const feed = owned.add(
      new MetricsFeed(
        () => host.metrics.snapshot(),
        (snapshot) => {
          // The connection may close at any moment; then nobody wants to know.
          connection.sendNotification(method.metricsChanged, snapshot).catch(() => undefined);
        },
        tools.clock,
      ),
    );
    metricsFeed = feed;
    events.onAny(feed.changed);
    const find = () => discover(tools.http.call, tools.clock, tools.localPlaces);
    const local = new LocalServers(
      connection,
      find,
      new AskedOnce(join(storagePath, 'asked.json')),
    );
    connection.onRequest(method.findServers, async (): Promise<FindServersResult> => {
      return { found: await local.look() };
    });
    if (host.isEnabled && host.endpoints.length === 0) void local.offer();
    ready.resolve(host);
    feed.changed();
    // One after the other, so that the settings read last are those that hold.
    let applied = Promise.resolve();
    applyAgain = () => {
      const apply = async () => {
        const next = await configOf(await ask());
        host.apply(next);
        exports?.apply(next.settings);
        metricsFeed?.changed();
      };
      // A reading that failed was answered by its own rejection; it must not keep the next one away.
      applied = applied.then(apply, apply);
      return applied;
    };
    await settingsFeed.watch(applyAgain);
  });

  connection.onShutdown(() => owned.dispose());
  connection.listen();
  return owned;
}

const NO_DISK_CACHE =
  'aurelis.cache.disk.enable: this Node has no SQLite, so answers are kept in memory only. Use Node 22.13 or newer (not 23.0 to 23.3), or turn this setting off.';

function portTrouble(port: number, trouble: 'taken' | 'refused'): string {
  const setting = 'aurelis.metrics.prometheusPort';
  if (trouble === 'refused') {
    return `${setting}: the system does not let Aurelis listen on port ${port}. Choose one above 1023.`;
  }
  return `${setting}: another program listens on port ${port}. Choose another port, or end that program; Aurelis tries again every half minute.`;
}

/** How connections are made: by the editor's settings, the environment and our own settings. */
async function transportOf(
  settings: Settings,
  editor: TransportFacts,
  feed: SettingsFeed,
  { environment, readText }: ServerTools,
): Promise<TransportOptions> {
  const path = settings['requests.certificatesPath'];
  const authorities = path === '' ? undefined : await readText(path);
  if (path !== '' && authorities === undefined)
    feed.report(
      'aurelis.requests.certificatesPath: the file cannot be read. Check its path and permissions.',
    );
  return transportOptions(editor, environment, settings['requests.minTlsVersion'], authorities);
}
