import * as vscode from 'vscode';
import {
  type CacheClearParams,
  type OutgoingParams,
  TEAM_CREDENTIAL,
} from '../../server/src/protocol/messages.ts';
import { harmless, MAX_ID, plain } from '../../server/src/protocol/plainText.ts';
import type { ActionSurfaces } from './actionSurfaces.ts';
import { cacheReport } from './cacheReport.ts';
import { generateCommitMessage } from './commitMessage.ts';
import { commandEndpoint } from './endpointCommands.ts';
import { fixAll } from './fixAll.ts';
import type { AurelisClient } from './languageClient.ts';
import type { MarkdownPage } from './markdownPage.ts';
import type { MetricsPanel } from './metricsPanel.ts';
import { openSettings } from './openSettings.ts';
import { renameWithSuggestions } from './rename.ts';
import { exportReport, showExposition, showReport } from './reports.ts';
import type { ApiKeys } from './secrets.ts';
import { sentPage } from './sentPage.ts';
import { explainShown } from './shownOnly.ts';
import { askSecret, type Choice, choose, inform, say, warn } from './surfaces.ts';
import type { TextPage } from './textPage.ts';
import { offerTrust } from './trust.ts';
import { undoTuning, useDefaultTuning } from './tuning.ts';
import { commandWarming } from './warmingCommands.ts';
import { whyPage } from './whyPage.ts';

interface Surfaces {
  readonly actions: ActionSurfaces;
  readonly client: AurelisClient;
  readonly panel: MetricsPanel;
  readonly cachePage: MarkdownPage;
  readonly reportPage: MarkdownPage;
  readonly whyPage: MarkdownPage;
  readonly sentPage: TextPage;
  readonly log: vscode.LogOutputChannel;
  readonly keys: ApiKeys;
}

/** The explorer hands over the file that was clicked on, and all that are selected with it. */
type Action = (surfaces: Surfaces, argument: unknown, selected: unknown) => unknown;

/** The actions of a command while the server runs, and while it does not. */
interface Command {
  readonly running: Action;
  readonly stopped: Action;
}

const always = (run: Action): Command => ({ running: run, stopped: run });

const needsServer = (run: Action): Command => ({
  running: run,
  stopped: offerRestart,
});

const OPEN_SETTINGS = plain`Open Settings`;
/** The walkthrough that the manifest contributes. */
const WALKTHROUGH = 'aurelis.aurelis#start';

/** Every command of the palette. */
const commands: Readonly<Record<string, Command>> = {
  'aurelis.getStarted': always(() =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH),
  ),
  'aurelis.showPerformance': needsServer(async ({ client, panel }) => {
    panel.reveal();
    panel.show(await client.metrics());
  }),
  'aurelis.showReport': needsServer(({ client, reportPage }, range) =>
    showReport(client, reportPage, range),
  ),
  'aurelis.exportReport': needsServer(({ client }, range) => exportReport(client, range)),
  'aurelis.showExposition': needsServer(({ client }) => showExposition(client)),
  'aurelis.clearCache': needsServer(clearCache),
  'aurelis.showCache': needsServer(async ({ client, cachePage }) => {
    await cachePage.show(cacheReport(await client.cacheContents(), Date.now()));
  }),
  'aurelis.forgetUsage': needsServer(({ client }) => commandWarming(client, 'forget')),
  'aurelis.warmAgain': needsServer(({ client }) => commandWarming(client, 'again')),
  'aurelis.discardAnswer': needsServer(({ client }) =>
    onSuggestion(async (uri) => {
      const { discarded } = await client.discard(uri);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
      const said = discarded
        ? plain`Aurelis: suggestion discarded.`
        : plain`Aurelis: there is no suggestion to discard here.`;
      say(said, 4_000);
    }),
  ),
  'aurelis.regenerate': needsServer(({ client }) =>
    onSuggestion(async (uri) => {
      await client.regenerate(uri);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    }),
  ),
  'aurelis.whyNoSuggestion': needsServer(whyNoSuggestion),
  'aurelis.showOutgoing': needsServer(showOutgoing),
  'aurelis.generateCommitMessage': needsServer(({ client }, sourceControl) =>
    generateCommitMessage(client, sourceControl),
  ),
  'aurelis.suggestNames': needsServer(({ client }) => renameWithSuggestions(client)),
  'aurelis.explainShown': needsServer(({ client }, place) => explainShown(client, place)),
  'aurelis.fixAll': needsServer(({ client }, scope, selected) => fixAll(client, scope, selected)),
  'aurelis.pauseEndpoint': needsServer(({ client }, id) => commandEndpoint(client, 'pause', id)),
  'aurelis.resumeEndpoint': needsServer(({ client }, id) => commandEndpoint(client, 'resume', id)),
  'aurelis.testEndpoint': needsServer(({ client }, id) => commandEndpoint(client, 'test', id)),
  'aurelis.undoTuning': needsServer(({ client }, knob) => undoTuning(client, knob)),
  'aurelis.useDefaultTuning': needsServer(({ client }) => useDefaultTuning(client)),
  'aurelis.applyProposal': always(({ actions }, uri) => actions.choose('apply', uri)),
  'aurelis.discardProposal': always(({ actions }, uri) => actions.choose('discard', uri)),
  'aurelis.regenerateProposal': always(({ actions }, uri) => actions.choose('regenerate', uri)),
  'aurelis.openSettings': always((_, setting) =>
    openSettings(typeof setting === 'string' ? setting : 'aurelis.'),
  ),
  'aurelis.enable': always(() => setEnabled(true)),
  'aurelis.disable': always(() => setEnabled(false)),
  'aurelis.toggleLanguage': always(toggleLanguage),
  'aurelis.findModelServers': needsServer(async ({ client }) => {
    if (!vscode.workspace.isTrusted)
      return offerTrust(
        plain`This folder is not trusted, so Aurelis does not look for model servers. Trust the folder first.`,
      );
    const { found } = await client.findServers();
    if (found > 0) return;
    const message = plain`Aurelis found no model server on this machine. Start one and search again, or add a server in the settings.`;
    if ((await inform(message, OPEN_SETTINGS)) === OPEN_SETTINGS)
      await openSettings('aurelis.endpoints');
  }),
  'aurelis.manageTrust': always(() => vscode.commands.executeCommand('workbench.trust.manage')),
  'aurelis.restartServer': always(({ client }) => client.restart()),
  'aurelis.showLog': always(({ log }) => log.show()),
  'aurelis.setTeamSecret': always(setTeamSecret),
  'aurelis.setApiKey': always((surfaces, endpointId) => setApiKey(surfaces, endpointId)),
};

export function registerCommands(surfaces: Surfaces): vscode.Disposable {
  const registered = Object.entries(commands).map(([id, { running, stopped }]) =>
    vscode.commands.registerCommand(id, (argument: unknown, selected: unknown) =>
      (surfaces.client.isRunning ? running : stopped)(surfaces, argument, selected),
    ),
  );
  return vscode.Disposable.from(...registered);
}

async function offerRestart({ client }: Surfaces): Promise<void> {
  const restart = plain`Restart Server`;
  const message = plain`The Aurelis server is not running. Restart it to use this command.`;
  if ((await warn(message, restart)) === restart) await client.restart();
}

const setEnabled = (isEnabled: boolean): Thenable<void> =>
  vscode.workspace
    .getConfiguration('aurelis')
    .update('enable', isEnabled, vscode.ConfigurationTarget.Global);

/** Turns suggestions on or off for the language of the active editor, for this user. */
async function toggleLanguage(): Promise<void> {
  const language = vscode.window.activeTextEditor?.document.languageId;
  if (language === undefined) return;
  const configuration = vscode.workspace.getConfiguration('aurelis');
  // The user's own: what a folder turns off must not become their setting.
  const own = configuration.inspect<Record<string, boolean>>('completion.languages');
  const languages = own?.globalValue ?? own?.defaultValue ?? {};
  const isOn = !(languages[language] ?? languages['*'] ?? true);
  const changed = { ...languages, [language]: isOn };
  await configuration.update('completion.languages', changed, vscode.ConfigurationTarget.Global);
  say(plain`Aurelis: suggestions are ${isOn ? 'on' : 'off'} for ${language}.`, 4_000);
}

async function clearCache({ client }: Surfaces, argument: unknown): Promise<void> {
  const params = Array.isArray(argument) ? { tiers: argument } : await chooseTiers(client);
  if (params === undefined) return;
  const { cleared } = await client.clearCache(params);
  const entries = cleared.reduce((sum, tier) => sum + tier.entries, 0);
  inform(plain`Aurelis: ${entries} cached ${entries === 1 ? 'answer' : 'answers'} removed.`);
}

/** This machine's tiers, or one of those that are on. */
async function chooseTiers(client: AurelisClient): Promise<CacheClearParams | undefined> {
  const { cache } = await client.metrics();
  const answers = (count = 0) => plain`${count} ${count === 1 ? 'answer' : 'answers'}`;
  const items: (Choice & { readonly params: CacheClearParams })[] = [
    { label: plain`This machine`, description: plain`memory and disk`, params: {} },
    {
      label: plain`Memory`,
      description: answers(cache.memory.entries),
      params: { tiers: ['memory'] },
    },
  ];
  if (cache.disk !== undefined) {
    const description = answers(cache.disk.entries);
    items.push({ label: plain`Disk`, description, params: { tiers: ['disk'] } });
  }
  if (cache.redis !== undefined) {
    const description = plain`for everyone who shares it`;
    items.push({ label: plain`Redis`, description, params: { tiers: ['memory', 'redis'] } });
  }
  return (await choose(items, plain`Which cached answers should be removed?`))?.params;
}

/** Does something about the suggestion in the active editor. */
async function onSuggestion(run: (uri: string) => Promise<void>): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined) await run(document.uri.toString());
}

async function whyNoSuggestion({ client, whyPage: page }: Surfaces): Promise<void> {
  const place = placeOfCursor();
  if (place === undefined) return;
  const { uri, position } = place;
  const told = await client.explain({ uri, line: position.line });
  await page.show(whyPage(position.line + 1, told, Date.now()));
}

async function showOutgoing({ client, sentPage: page }: Surfaces): Promise<void> {
  const place = placeOfCursor();
  if (place === undefined) return;
  await page.show(sentPage(place.position.line + 1, await client.outgoing(place)));
}

/** Where the cursor is; a user without an open editor is told what to do. */
function placeOfCursor(): OutgoingParams | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    inform(plain`Aurelis: place the cursor where you expected a suggestion.`);
    return undefined;
  }
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

async function setTeamSecret({ client, keys }: Surfaces): Promise<void> {
  const secret = await askSecret(
    plain`Team cache secret`,
    plain`Everyone with the same secret shares cached answers in Redis and the HTTP cache. Leave it empty to remove it.`,
    (text) =>
      text === '' || text.trim().length >= MIN_SECRET_LENGTH
        ? undefined
        : plain`Enter at least ${MIN_SECRET_LENGTH} characters: answers are encrypted with this secret.`,
  );
  if (secret === undefined) return;
  await keys.set(TEAM_CREDENTIAL, secret.trim());
  if (client.isRunning) await client.credentialChanged(TEAM_CREDENTIAL);
}

/** Short secrets can be guessed by whoever reads the shared cache. */
const MIN_SECRET_LENGTH = 16;

async function setApiKey({ client, keys }: Surfaces, argument: unknown): Promise<void> {
  const endpointId = typeof argument === 'string' ? argument : await chooseEndpoint();
  if (endpointId === undefined) return;
  const apiKey = await askSecret(
    plain`API key for "${harmless(endpointId, MAX_ID)}"`,
    plain`It is kept in the editor’s secret storage. Leave it empty to remove the key.`,
  );
  if (apiKey === undefined) return;
  await keys.set(endpointId, apiKey.trim());
  if (client.isRunning) await client.credentialChanged(endpointId);
}

async function chooseEndpoint(): Promise<string | undefined> {
  const configured = vscode.workspace.getConfiguration('aurelis').get<unknown[]>('endpoints') ?? [];
  const ids = configured.flatMap((endpoint) =>
    endpoint !== null && typeof endpoint === 'object' && 'id' in endpoint
      ? [String(endpoint.id)]
      : [],
  );
  if (ids.length > 0) {
    const choices = ids.map((id) => ({ label: harmless(id, MAX_ID), id }));
    return (await choose(choices, plain`Set the API key of which endpoint?`))?.id;
  }
  const message = plain`First add a model to the setting aurelis.endpoints, then set its API key.`;
  if ((await inform(message, OPEN_SETTINGS)) === OPEN_SETTINGS) {
    await openSettings('aurelis.endpoints');
  }
  return undefined;
}
