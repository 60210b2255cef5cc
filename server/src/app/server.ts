import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { withDeadline } from '../base/deadline.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { EventHub } from '../base/eventHub.ts';
import { latest } from '../base/latest.ts';
import { DocumentStore } from '../documents/documentStore.ts';
import { Notebooks } from '../documents/notebooks.ts';
import { Spellings } from '../documents/spellings.ts';
import { hasSharedTier } from '../engine/answerCache.ts';
import { EngineHost } from '../engine/engineHost.ts';
import type { EngineConfig } from '../engine/hostTools.ts';
import { TeamSecret } from '../engine/teamSecret.ts';
import { actionSupport } from '../lsp/actionSupport.ts';
import { bind } from '../lsp/bindings.ts';
import { initializeResult } from '../lsp/capabilities.ts';
import { chatModels } from '../lsp/chat.ts';
import { chatModelsFeed } from '../lsp/chatModelsFeed.ts';
import { traceChoices } from '../lsp/choiceTrace.ts';
import { type ClientFacts, clientFacts } from '../lsp/clientFacts.ts';
import { Credentials } from '../lsp/credentials.ts';
import { traceDecisions } from '../lsp/decisionTexts.ts';
import { feedDocuments } from '../lsp/documentFeed.ts';
import { ClientRequests } from '../lsp/door/clientRequests.ts';
import { nothing } from '../lsp/door/customParams.ts';
import { Door } from '../lsp/door/door.ts';
import { changedFolders } from '../lsp/door/folders.ts';
import type { Raw } from '../lsp/door/shape.ts';
import { Startup } from '../lsp/door/startup.ts';
import { EditorSurfaces } from '../lsp/editorSurfaces.ts';
import { EndpointNotices } from '../lsp/endpointNotices.ts';
import { installationSecret } from '../lsp/installationSecret.ts';
import { KeyFiles } from '../lsp/keyFiles.ts';
import { LanguageModels } from '../lsp/languageModels.ts';
import { LocalServers } from '../lsp/localServers.ts';
import { MetricsFeed } from '../lsp/metricsFeed.ts';
import { feedNotebooks } from '../lsp/notebookFeed.ts';
import { plainAddresses } from '../lsp/plainAddresses.ts';
import { PlainHttp } from '../lsp/plainHttp.ts';
import { logPressure } from '../lsp/pressureLog.ts';
import { SettingsFeed } from '../lsp/settingsFeed.ts';
import { UserMessages } from '../lsp/userMessages.ts';
import { logWarming } from '../lsp/warmingCommands.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { SharingPolicy } from '../privacy/sharingPolicy.ts';
import { method, TEAM_CREDENTIAL } from '../protocol/messages.ts';
import { isForEditorModel } from '../providers/vscodeLm.ts';
import { withoutNetwork } from '../settings/withoutNetwork.ts';
import { AskedOnce } from '../storage/askedOnce.ts';
import { hasSqlite } from '../storage/sqlite.ts';
import { discover } from '../upstream/discovery.ts';
import { crashText } from './crashText.ts';
import { MetricsExports } from './metricsExports.ts';
import { sharingOf, storagePathOf } from './readings.ts';
import type { ServerTools } from './serverTools.ts';
import { NO_DISK_CACHE, portTrouble } from './startProblems.ts';
import { hasOtherConnections, transportOf } from './transportSettings.ts';

/** One client's server. */
export interface Server extends Disposable {
  /** Writes down what is to be kept, within a bounded time, and ends. Never rejects. */
  close(): Promise<void>;
}

/** Serves one client over a connection until it says goodbye or the result is disposed. */
export function serve(connection: Connection, tools: ServerTools): Server {
  const owned = new DisposableStore();
  const documents = new DocumentStore();
  const notebooks = new Notebooks();
  let own = '';
  let facts: ClientFacts | undefined;
  const door = new Door(connection, crashText);
  const client = new ClientRequests(connection, tools.clock, () => facts?.custom ?? NO_MESSAGES);
  const credentials = new Credentials(
    client,
    tools.environment,
    new KeyFiles(connection, tools.environment),
    () => own,
    (text) => new UserMessages(connection).warn(text),
  );
  const events = new EventHub<MetricsEvent>();
  const notices = new EndpointNotices(connection, client, tools.clock);
  notices.listenTo(events);
  const models = new LanguageModels(connection, client);
  const startup = new Startup<EngineHost>(tools.clock);
  let running: EngineHost | undefined;
  let openFolders = (_: readonly string[]): void => undefined;
  let findServers = async (): Promise<number> => 0;
  let metricsFeed: MetricsFeed | undefined;
  let applyAgain = async (): Promise<void> => undefined;

  const spellings = new Spellings();
  const open = { documents, spellings, soon: tools.clock.soon };
  feedDocuments(door, open);
  feedNotebooks(door, open, notebooks);
  const surfaces = new EditorSurfaces(client, tools.clock);
  bind(door, connection, {
    host: startup.host,
    documents,
    clock: tools.clock,
    client,
    support: () => facts?.actions ?? actionSupport({}),
    spellings,
    newId: tools.newId,
    surfaces,
    // Our own client asks for every custom message.
    isOurs: () => facts?.custom === true,
    credentialChanged: (endpointId) => {
      credentials.changed(endpointId);
      notices.forget(endpointId);
      if (endpointId === TEAM_CREDENTIAL) void applyAgain();
      else running?.credentialChanged(endpointId);
    },
    languageModelText: (params) => models.heard(params),
    findServers: () => findServers(),
  });

  connection.onInitialize((params) => {
    facts = clientFacts(params);
    // Some clients never send `initialized`.
    late = owned.add(tools.clock.after(INITIALIZED_MS, () => void begin()));
    return initializeResult(tools.version);
  });
  door.notification('initialized', nothing, () => begin());
  const changed = (raw: Raw) => changedFolders(facts?.workspaceFolders ?? [], raw);
  door.notification('workspace/didChangeWorkspaceFolders', changed, async (workspaceFolders) => {
    if (facts !== undefined) facts = { ...facts, workspaceFolders };
    await startup.host();
    openFolders(workspaceFolders);
  });

  let hasBegun = false;
  let late: Disposable | undefined;
  const begin = async () => {
    late?.dispose();
    if (facts === undefined || hasBegun) return;
    hasBegun = true;
    try {
      await start(facts);
    } catch (error) {
      door.failed(error);
      startup.failed();
    }
  };

  const start = async (facts: ClientFacts) => {
    const settingsFeed = new SettingsFeed(connection, client, facts);
    const team = new TeamSecret((message) => settingsFeed.report(message));
    const storagePath = storagePathOf(facts, settingsFeed, tools);
    const ask = () =>
      Promise.all([settingsFeed.read(), settingsFeed.readTransport(), settingsFeed.readExcludes()]);
    // An editor that starts is slow to answer: everything is asked at once.
    const [secret, answers] = await Promise.all([
      installationSecret(client, connection, storagePath),
      ask(),
    ]);
    own = secret;
    const folders = facts.workspaceFolders;
    const sharing = sharingOf(answers);
    const policy = new SharingPolicy(folders, tools.clock, sharing);
    const where = { folders, sharing, policy };
    const predictor = owned.add(
      tools.createPredictor(where, documents, () => metricsFeed?.changed()),
    );
    const configOf = async ([reading, editor]: typeof answers): Promise<EngineConfig> => {
      const { isTrusted } = reading;
      const settings = isTrusted ? reading.settings : withoutNetwork(reading.settings);
      const options = await transportOf(settings, editor, settingsFeed, tools);
      tools.http.configure(options, hasOtherConnections(settings));
      if (settings['cache.disk.enable'] && !hasSqlite) settingsFeed.report(NO_DISK_CACHE);
      for (const problem of plainAddresses(settings)) settingsFeed.report(problem);
      const shared = hasSharedTier(settings)
        ? await team.keyOf(await credentials.shared(settings['cache.sharedSecretEnv']))
        : undefined;
      const secrets = shared === undefined ? { own } : { own, shared };
      return { settings, given: reading.given, isTrusted, secrets };
    };
    const asked = new AskedOnce(join(storagePath, 'asked.json'));
    const plainHttp = new PlainHttp(new UserMessages(connection), asked);
    let exports: MetricsExports | undefined;
    const first = await configOf(answers);
    const host = new EngineHost(
      {
        process: { ...tools, storagePath },
        network: {
          call: (request) => (isForEditorModel(request.url) ? models : tools.http).call(request),
          warm: (url) => void tools.http.warm(url),
          reach: (url) => tools.http.reach(url),
          credential: credentials.of,
          identity: credentials.identity,
          mayCarryKey: plainHttp.mayCarryKey,
        },
        workspace: {
          documents,
          notebooks,
          policy,
          readFile: tools.createReader(policy),
          isThere: tools.createLook(policy),
          predictor,
          symbols: (params, signal) => surfaces.definitions(params, signal),
          spelt: (uri) => spellings.of(uri),
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
    notices.offer(host.remedies);
    // A keyring, or a file, that gave no key once may give it now.
    events.on(['failed'], ({ endpointId, error }) => {
      if (error === 'unauthorized') credentials.changed(endpointId);
    });
    events.on(['chosen'], traceChoices(connection));
    logPressure(connection, events);
    events.on(['warmingOff', 'warmingOn'], logWarming(connection));
    plainHttp.listenTo(events, () => host.endpoints, host.credentialChanged.bind(host));
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
    const tellChatModels = chatModelsFeed(() => chatModels(host), client);
    const feed = owned.add(
      new MetricsFeed(
        () => host.metrics.snapshot(),
        (snapshot) => {
          client.tell(method.metricsChanged, snapshot);
          tellChatModels();
        },
        tools.clock,
      ),
    );
    metricsFeed = feed;
    events.onAny(feed.changed);
    const find = () => discover(tools.http.call, tools.clock, tools.localPlaces);
    const local = new LocalServers(connection, client, find, asked);
    findServers = async () => (host.isTrusted ? local.look() : local.refuse());
    const offer = () => {
      if (host.isTrusted && host.isEnabled && host.endpoints.length === 0) void local.offer();
    };
    offer();
    openFolders = (now) => {
      policy.open(now);
      predictor.open(now);
    };
    running = host;
    startup.done(host);
    feed.changed();
    let endpointsBefore = JSON.stringify(first.settings.endpoints);
    applyAgain = latest(async () => {
      const read = await ask();
      policy.configure(sharingOf(read));
      predictor.configure(sharingOf(read));
      const next = await configOf(read);
      const isNowTrusted = next.isTrusted && !host.isTrusted;
      host.apply(next);
      const endpoints = JSON.stringify(next.settings.endpoints);
      if (endpoints !== endpointsBefore) notices.forget();
      endpointsBefore = endpoints;
      if (isNowTrusted) offer();
      exports?.apply(next.settings);
      metricsFeed?.changed();
    });
    await settingsFeed.watch(door, applyAgain);
  };

  const close = async () => {
    // Answers that are not written in this time are lost, as they would be in a power cut.
    await withDeadline(tools.clock, CLOSE_MS, async () => running?.flush()).catch(() => undefined);
    owned.dispose();
  };
  connection.onShutdown(close);
  connection.listen();
  return { close, dispose: () => owned.dispose() };
}

/** A client that has not sent `initialized` this long after its answer to `initialize` is served without it. */
const INITIALIZED_MS = 1_000;
/** Longest time that writing down what is to be kept may take, in milliseconds. */
const CLOSE_MS = 1_500;

const NO_MESSAGES: ReadonlySet<string> = new Set();
