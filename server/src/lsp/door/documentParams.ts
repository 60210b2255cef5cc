import type { DocumentChange } from '../../documents/liveDocument.ts';
import { wrongParams } from './answerError.ts';
import { documentIn, range, uriIn } from './places.ts';
import { count, list, members, optionalText, type Raw, text } from './shape.ts';

/** Longest text of a document that is taken, in UTF-16 units; documents beyond 5 MB are not served anyway. */
const MAX_TEXT = 64 * 1024 * 1024;
const MAX_LANGUAGE = 200;
const MAX_CHANGES = 1_000_000;
/** Changes that are parsed at once: an editor that has a cursor on each line of a screen sends some ten. */
const MAX_AT_ONCE = 256;
/** Most cells of a notebook that are taken: those that people write have hundreds. */
const MAX_CELLS = 20_000;

/** A document as the editor opens it. */
export interface OpenedDocument {
  readonly uri: string;
  /** The URI as the client writes it. */
  readonly spelling: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/**
 * Changes of a document; `undefined` where they cannot be read, so that nobody knows its text any more. More than some hundred
 * are parsed while they are taken, once, and then throw an `AnswerError` for the same.
 */
export interface ChangedDocument {
  readonly uri: string;
  /** `undefined` where the client counts no versions. */
  readonly version: number | undefined;
  readonly changes: readonly DocumentChange[] | Iterable<DocumentChange> | undefined;
}

export const opened = ({ textDocument }: Raw): OpenedDocument =>
  openedDocument(textDocument, 'textDocument');

export const changed = (raw: Raw): ChangedDocument =>
  changedDocument(
    documentIn(raw),
    members(raw.textDocument, 'textDocument').version,
    raw.contentChanges,
  );

/** An item of `TextDocumentItem`. */
function openedDocument(value: unknown, name: string): OpenedDocument {
  const { uri, languageId, version, text: content } = members(value, name);
  return Object.freeze({
    uri: uriIn(uri, `${name}.uri`),
    spelling: String(uri),
    languageId: optionalText(languageId, `${name}.languageId`, MAX_LANGUAGE) ?? '',
    version: typeof version === 'number' ? version : 0,
    text: text(content, `${name}.text`, MAX_TEXT),
  });
}

function changedDocument(uri: string, version: unknown, changes: unknown): ChangedDocument {
  return Object.freeze({
    uri,
    version: typeof version === 'number' ? version : undefined,
    changes: changesIn(changes),
  });
}

function changesIn(value: unknown): ChangedDocument['changes'] {
  try {
    if (Array.isArray(value) && value.length > MAX_AT_ONCE && value.length <= MAX_CHANGES)
      return parsedOnTheWay(value);
    return list(value, 'contentChanges', MAX_CHANGES, change);
  } catch {
    // The document is forgotten then, and the client is told by the log.
    return undefined;
  }
}

function* parsedOnTheWay(changes: readonly unknown[]): Generator<DocumentChange> {
  for (const each of changes) yield change(each);
}

function change(value: unknown): DocumentChange {
  const raw = members(value, 'contentChanges');
  const inserted = text(raw.text, 'contentChanges.text', MAX_TEXT);
  if (raw.range === undefined || raw.range === null) return { text: inserted };
  return { range: range(raw.range, 'contentChanges.range'), text: inserted };
}

/** A notebook as the editor opens it. */
export interface OpenedNotebook {
  readonly uri: string;
  /** The URIs of its cells, in their order. */
  readonly cells: readonly string[];
  readonly documents: readonly OpenedDocument[];
}

/** Changes of a notebook's cells. */
export interface ChangedNotebook {
  readonly uri: string;
  /** Cells in place of others. */
  readonly splice?: {
    readonly start: number;
    readonly deleted: number;
    readonly cells: readonly string[];
  };
  readonly opened: readonly OpenedDocument[];
  readonly closed: readonly string[];
  readonly changed: readonly ChangedDocument[];
}

const notebookIn = ({ notebookDocument }: Raw): Raw =>
  members(notebookDocument, 'notebookDocument');
const notebookUri = (raw: Raw): string => uriIn(notebookIn(raw).uri, 'notebookDocument.uri');

const cellUris = (value: unknown, name: string): readonly string[] =>
  list(value, name, MAX_CELLS, (cell) => uriIn(members(cell, name).document, `${name}.document`));

const documentUris = (value: unknown, name: string): readonly string[] =>
  list(value, name, MAX_CELLS, (each) => uriIn(members(each, name).uri, `${name}.uri`));

const openedDocuments = (value: unknown, name: string): readonly OpenedDocument[] =>
  list(value, name, MAX_CELLS, (each) => openedDocument(each, name));

export const openedNotebook = (raw: Raw): OpenedNotebook =>
  Object.freeze({
    uri: notebookUri(raw),
    cells: cellUris(notebookIn(raw).cells, 'notebookDocument.cells'),
    documents: openedDocuments(raw.cellTextDocuments, 'cellTextDocuments'),
  });

export function changedNotebook(raw: Raw): ChangedNotebook {
  const { structure, textContent } = members(members(raw.change, 'change').cells, 'change.cells');
  const name = 'change.cells.structure';
  const { array, didOpen, didClose } = members(structure, name);
  return Object.freeze({
    uri: notebookUri(raw),
    ...(array === undefined || array === null ? {} : { splice: splice(array, `${name}.array`) }),
    opened: openedDocuments(didOpen, `${name}.didOpen`),
    closed: documentUris(didClose, `${name}.didClose`),
    changed: list(textContent, 'change.cells.textContent', MAX_CELLS, changedCell),
  });
}

function splice(value: unknown, name: string): NonNullable<ChangedNotebook['splice']> {
  const { start, deleteCount, cells } = members(value, name);
  return Object.freeze({
    start: count(start, `${name}.start`),
    deleted: count(deleteCount, `${name}.deleteCount`),
    cells: cellUris(cells, `${name}.cells`),
  });
}

function changedCell(value: unknown): ChangedDocument {
  const { document, changes } = members(value, 'change.cells.textContent');
  const { uri, version } = members(document, 'change.cells.textContent.document');
  if (uri === undefined) throw wrongParams('change.cells.textContent.document.uri', 'a URI');
  return changedDocument(uriIn(uri, 'change.cells.textContent.document.uri'), version, changes);
}

/** The URI of a notebook that was closed, and those of its cells. */
export const closedNotebook = (
  raw: Raw,
): { readonly uri: string; readonly cells: readonly string[] } =>
  Object.freeze({
    uri: notebookUri(raw),
    cells: documentUris(raw.cellTextDocuments, 'cellTextDocuments'),
  });
