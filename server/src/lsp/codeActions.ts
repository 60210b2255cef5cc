import {
  type CodeAction,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Command,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import { type Diagnostic, MAX_DIAGNOSTICS } from '../actions/action.ts';
import type { ActionOffer } from '../actions/offers.ts';
import type { LineRange } from '../documents/enclosingBlock.ts';
import { serverCommand } from '../protocol/messages.ts';
import { harmless } from '../protocol/plainText.ts';
import type { ActionSupport } from './actionSupport.ts';

/** Offers for the diagnostics that the editor shows at a place, as LSP has them. */
export const troublesOf = ({ textDocument, context }: CodeActionParams): Diagnostic[] =>
  context.diagnostics.slice(0, MAX_DIAGNOSTICS).map((diagnostic) => {
    const related = (diagnostic.relatedInformation ?? [])
      .filter(({ location }) => location.uri === textDocument.uri)
      .slice(0, MAX_RELATED)
      .map((each) => ({ line: each.location.range.start.line, message: each.message }));
    return { ...withoutPlaces(diagnostic), ...(related.length === 0 ? {} : { related }) };
  });

const withoutPlaces = (diagnostic: LspDiagnostic): Diagnostic => ({
  line: diagnostic.range.start.line,
  message: messageOf(diagnostic),
  source: diagnostic.source,
  ...(diagnostic.code === undefined ? {} : { code: String(diagnostic.code) }),
});

/** Other places that a diagnostic names, at most. */
const MAX_RELATED = 3;

/**
 * The lines that a user points at, first and last included: a selection, or the cursor where the user asks for actions. None where
 * the editor asks by itself, while the cursor moves.
 */
export function linesAskedAbout(params: CodeActionParams): LineRange | undefined {
  const { range, context } = params;
  const isAutomatic = context.triggerKind === CodeActionTriggerKind.Automatic;
  if (isAutomatic && !isSelection(params)) return undefined;
  const { start, end } = range;
  // Editors that select whole lines end the selection before the first character of the next one.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { first: start.line, last: Math.max(start.line, last) };
}

export const isSelection = ({ range: { start, end } }: CodeActionParams): boolean =>
  start.line !== end.line || start.character !== end.character;

/**
 * The form in which a client can carry an action out. Most run a command, which shows progress, can be cancelled, and
 * asks the client to apply the edit; a few editors do so though they do not declare it. One that can only
 * resolve an action gets the edit so.
 */
export function toCodeAction(
  offer: ActionOffer,
  params: CodeActionParams,
  { hasLiterals, resolves }: ActionSupport,
): CodeAction | Command {
  const { kind } = offer;
  const title = harmless(offer.title);
  const command = { title, command: serverCommand.runAction, arguments: [offer] };
  if (!hasLiterals) return command;
  const diagnostics = diagnosticsOf(offer, params);
  return { title, kind, diagnostics, ...(resolves ? { data: offer } : { command }) };
}

/** The client's own diagnostics that an offer is about, so that it can show it with them; places that they name are left out. */
function diagnosticsOf(
  { diagnostic, diagnostics, lines }: ActionOffer,
  { context }: CodeActionParams,
): LspDiagnostic[] {
  if (lines !== undefined) return [];
  const considered = context.diagnostics.slice(0, MAX_DIAGNOSTICS);
  const about = new Set((diagnostics ?? [diagnostic]).map(identity));
  const found = considered.filter((each) => about.has(identity(withoutPlaces(each))));
  const own = diagnostics === undefined ? found.slice(0, 1) : found;
  return own.map(({ relatedInformation: _, ...rest }) => rest);
}

const identity = ({ line, message, source, code }: Diagnostic): string =>
  JSON.stringify([line, message, source, code]);

/** A text, or since LSP 3.18 an object that holds one. */
const messageOf = ({ message }: LspDiagnostic): string =>
  typeof message === 'string' ? message : message.value;

/**
 * True if a client asks for actions of a kind, or for all: kinds are names with dots, and who asks for one asks for
 * those below it, too (LSP 3.17, `CodeActionContext.only`).
 */
export const isWanted = (kind: string, { context }: CodeActionParams): boolean =>
  !Array.isArray(context.only) ||
  context.only.length === 0 ||
  context.only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
