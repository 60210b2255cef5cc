import {
  type CodeAction,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Command,
} from 'vscode-languageserver';
import { type ActionOffer, FIX_ALL_KIND } from '../actions/offers.ts';
import type { ActionProvider } from '../actions/provider.ts';
import { clientCommand, serverCommand } from '../protocol/messages.ts';
import type { ActionSupport } from './actionSupport.ts';
import { isSelection, isWanted, linesAskedAbout, toCodeAction, troublesOf } from './codeActions.ts';
import type { EditorSurfaces } from './editorSurfaces.ts';

/** The editor, as far as its menu of actions asks about it. */
export interface MenuClient {
  readonly isOurs: () => boolean;
  readonly support: () => ActionSupport;
  readonly surfaces: EditorSurfaces;
}

/** The menu of code actions at a place. Asks no model, and reads no file. */
export function actionMenu(
  params: CodeActionParams,
  actions: ActionProvider,
  client: MenuClient,
): (CodeAction | Command)[] {
  const { uri } = params.textDocument;
  const mending = actions.offer(uri, troublesOf(params));
  const lines = linesAskedAbout(params);
  const there = lines === undefined ? [] : actions.offerFor(uri, lines);
  return [...mending, ...there]
    .filter((offer) => isWanted(offer.kind, params) && isFit(offer, params, actions, client))
    .map((offer) => toCodeAction(offer, params, client.support()));
}

/** True for an offer that makes sense where it was asked for, and that the editor can carry out. */
function isFit(
  offer: ActionOffer,
  params: CodeActionParams,
  actions: ActionProvider,
  { isOurs, support, surfaces }: MenuClient,
): boolean {
  const action = actions.actionOf(offer);
  if (action === undefined || (action.asksUser !== undefined && !surfaces.canAsk)) return false;
  const { hasPreview, createsFiles, resolves } = support();
  const canShow = surfaces.canPreview || hasPreview;
  if (action.yields === 'repair' && actions.preview === 'always' && !canShow) return false;
  if (offer.kind === FIX_ALL_KIND) return isAskedForByName(params);
  if (action.yields === 'file') return surfaces.canShowFiles || (createsFiles && !resolves);
  if (action.yields === 'rewrite' || action.yields === 'comments') {
    return canShow || actions.preview === 'never';
  }
  // Without an action at the cursor VS Code looks for a problem nearby, and ours tells all that are there.
  const isGuess = action.yields === 'repair' && action.about === 'lines';
  return !isGuess || (troublesOf(params).length === 0 && (!isOurs() || isSelection(params)));
}

/** True where a user asks for actions of this kind: editors run those of `source.fixAll` at each save, too, and that would cost calls. */
function isAskedForByName({ context: { only = [], triggerKind } }: CodeActionParams): boolean {
  if (only.includes(FIX_ALL_KIND)) return true;
  const isInvoked = triggerKind !== CodeActionTriggerKind.Automatic;
  return isInvoked && only.some((kind) => FIX_ALL_KIND.startsWith(`${kind}.`));
}

/** The only entry of a user without a model: where they get one. None where the editor asks by itself. */
export function setUpEntry(params: CodeActionParams, { isOurs, support }: MenuClient) {
  const isAsked = linesAskedAbout(params) !== undefined || troublesOf(params).length > 0;
  if (params.context.triggerKind === CodeActionTriggerKind.Automatic || !isAsked) return [];
  if (!isWanted(SET_UP_KIND, params)) return [];
  const command = {
    title: SET_UP,
    command: isOurs() ? clientCommand.getStarted : serverCommand.setUp,
  };
  return support().hasLiterals ? [{ title: SET_UP, kind: SET_UP_KIND, command }] : [command];
}

const SET_UP = 'Set Up a Model for Aurelis';
const SET_UP_KIND = 'quickfix';
