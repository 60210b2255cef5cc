import type {
  CodeActionParams,
  CodeActionTriggerKind,
  Diagnostic,
  DiagnosticRelatedInformation,
} from 'vscode-languageserver';
import { MAX_MESSAGE } from '../../actions/action.ts';
import type { ActionOffer } from '../../actions/offers.ts';
import type { CompletionQuery } from '../../completion/cursor.ts';
import { wrongParams } from './answerError.ts';
import { documentIn, position, range, uriIn } from './places.ts';
import { boundedCopy, count, list, members, optionalText, type Raw, text } from './shape.ts';

/** LSP's trigger kind of a completion that the user asks for; VS Code's own API counts from 0. */
const INVOKED = 1;
const MAX_SELECTED = 100_000;
const MAX_TITLE = 10_000;
const MAX_NAME = 1_000;
/** Most diagnostics of one place, or of one action. */
const MAX_DIAGNOSTICS = 10_000;
const MAX_KINDS = 1_000;
/** Most related places of one diagnostic. */
const MAX_RELATED = 20;

export function completionQuery(raw: Raw): CompletionQuery {
  const { triggerKind, selectedCompletionInfo: selected } = members(raw.context, 'context');
  return Object.freeze({
    uri: documentIn(raw),
    position: position(raw.position, 'position'),
    isInvoked: triggerKind === INVOKED,
    ...(selected === undefined || selected === null ? {} : { selected: selectedItem(selected) }),
  });
}

function selectedItem(value: unknown): NonNullable<CompletionQuery['selected']> {
  const name = 'context.selectedCompletionInfo';
  const raw = members(value, name);
  return Object.freeze({
    range: range(raw.range, `${name}.range`),
    text: text(raw.text, `${name}.text`, MAX_SELECTED),
  });
}

/** As LSP has them, without what nobody reads. A context that is absent says nothing about diagnostics and kinds. */
export function codeActionParams(raw: Raw): CodeActionParams {
  const { diagnostics, only, triggerKind } = members(raw.context, 'context');
  const kinds = list(only, 'context.only', MAX_KINDS, (kind) =>
    text(kind, 'context.only', MAX_NAME),
  );
  return Object.freeze({
    textDocument: { uri: documentIn(raw) },
    range: range(raw.range, 'range'),
    context: {
      diagnostics: diagnosticsIn(diagnostics, 'context.diagnostics'),
      ...(only === undefined || only === null ? {} : { only: [...kinds] }),
      ...(triggerKind === 1 || triggerKind === 2
        ? { triggerKind: triggerKind as CodeActionTriggerKind }
        : {}),
    },
  });
}

const diagnosticsIn = (value: unknown, name: string): Diagnostic[] => [
  ...list(value, name, MAX_DIAGNOSTICS, (each) => diagnosticIn(each, name)),
];

function diagnosticIn(value: unknown, name: string): Diagnostic {
  const raw = members(value, name);
  const { severity, code, relatedInformation } = raw;
  const source = optionalText(raw.source, `${name}.source`, MAX_NAME);
  const isCode = typeof code === 'number' || (typeof code === 'string' && code.length <= MAX_NAME);
  return {
    range: range(raw.range, `${name}.range`),
    message: messageIn(raw.message, `${name}.message`),
    ...(source === undefined ? {} : { source }),
    ...(severity === 1 || severity === 2 || severity === 3 || severity === 4 ? { severity } : {}),
    ...(isCode ? { code } : {}),
    ...(Array.isArray(relatedInformation)
      ? { relatedInformation: relatedIn(relatedInformation) }
      : {}),
  };
}

/** Places that are not as they should be are passed over: they help, and no more. */
const relatedIn = (places: readonly unknown[]): DiagnosticRelatedInformation[] =>
  places.slice(0, MAX_RELATED).flatMap((place) => {
    try {
      const raw = members(place, 'relatedInformation');
      const location = members(raw.location, 'relatedInformation.location');
      const message = messageIn(raw.message, 'relatedInformation.message');
      const uri = uriIn(location.uri, 'relatedInformation.location.uri');
      const where = range(location.range, 'relatedInformation.location.range');
      return [{ message, location: { uri, range: where } }];
    } catch {
      return [];
    }
  });

/** A text, or since LSP 3.18 an object that holds one. */
function messageIn(value: unknown, name: string): string {
  const message = typeof value === 'string' ? value : members(value, name).value;
  if (typeof message !== 'string') throw wrongParams(name, 'a text');
  return message.slice(0, MAX_MESSAGE);
}

/** A code action that comes back to be resolved: as it came, and the offer in its `data`. */
export interface UnresolvedAction {
  readonly action: Raw;
  /** `undefined` for an action that is not to be resolved. */
  readonly offer: ActionOffer | undefined;
}

export function unresolvedAction(raw: Raw): UnresolvedAction {
  const { data } = raw;
  const offer = data === undefined || data === null ? undefined : actionOffer(data, 'data');
  return Object.freeze({ action: boundedCopy(raw), offer });
}

/** An offer of ours that has been at the client. It names a document and lines; whether they are there is asked later. */
export function actionOffer(value: unknown, name: string): ActionOffer {
  const raw = members(value, name);
  const { diagnostics, lines } = raw;
  const known = (each: unknown) => offeredDiagnostic(each, `${name}.diagnostic`);
  return Object.freeze({
    actionId: text(raw.actionId, `${name}.actionId`, MAX_NAME),
    title: text(raw.title, `${name}.title`, MAX_TITLE),
    kind: text(raw.kind, `${name}.kind`, MAX_NAME),
    uri: uriIn(raw.uri, `${name}.uri`),
    version: version(raw.version, `${name}.version`),
    diagnostic: known(raw.diagnostic),
    ...(diagnostics === undefined || diagnostics === null
      ? {}
      : { diagnostics: list(diagnostics, `${name}.diagnostics`, MAX_DIAGNOSTICS, known) }),
    ...(lines === undefined || lines === null ? {} : { lines: linesIn(lines, `${name}.lines`) }),
  });
}

function version(value: unknown, name: string): number {
  if (typeof value !== 'number') throw wrongParams(name, 'a number');
  return value;
}

function linesIn(value: unknown, name: string): { readonly first: number; readonly last: number } {
  const { first, last } = members(value, name);
  return Object.freeze({ first: count(first, `${name}.first`), last: count(last, `${name}.last`) });
}

/** A diagnostic as we name it to clients, and as they give it back. */
export function offeredDiagnostic(value: unknown, name: string): ActionOffer['diagnostic'] {
  const raw = members(value, name);
  return Object.freeze({
    line: count(raw.line, `${name}.line`),
    message: messageIn(raw.message, `${name}.message`),
    source: optionalText(raw.source, `${name}.source`, MAX_NAME),
    ...codeAndPlaces(raw, name),
  });
}

function codeAndPlaces(
  raw: Raw,
  name: string,
): Pick<ActionOffer['diagnostic'], 'code' | 'related'> {
  const { related } = raw;
  const code = optionalText(raw.code, `${name}.code`, MAX_NAME);
  return {
    ...(code === undefined ? {} : { code }),
    ...(related === undefined || related === null
      ? {}
      : {
          related: list(related, `${name}.related`, MAX_RELATED, (each) => {
            const { line, message } = members(each, `${name}.related`);
            return Object.freeze({
              line: count(line, `${name}.related.line`),
              message: messageIn(message, `${name}.related.message`),
            });
          }),
        }),
  };
}
