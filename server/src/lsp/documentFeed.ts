import type { Clock } from '../base/clock.ts';
import { inTurns } from '../base/turns.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import { LiveDocument } from '../documents/liveDocument.ts';
import type { Spellings } from '../documents/spellings.ts';
import { AnswerError, wrongParams } from './door/answerError.ts';
import {
  type ChangedDocument,
  changed,
  type OpenedDocument,
  opened,
} from './door/documentParams.ts';
import type { Door } from './door/door.ts';
import { documentIn } from './door/places.ts';

/** UTF-16 units of a change that is made at once. */
const SMALL = 128 * 1024;

/** The open documents, and how the client writes their URIs. */
export interface OpenDocuments {
  readonly documents: DocumentStore;
  readonly spellings: Spellings;
  /** Large documents and many changes are taken in turns of the event loop, while what comes behind them waits. */
  readonly soon: Clock['soon'];
}

/** Keeps the store in step with what the editor says it has open. */
export function feedDocuments(door: Door, open: OpenDocuments): void {
  door.notification('textDocument/didOpen', opened, (document) => openDocument(open, document));
  door.notification('textDocument/didChange', changed, (change) =>
    changeDocument(door, open, change),
  );
  door.notification('textDocument/didClose', documentIn, (uri) => closeDocument(open, uri));
}

export async function openDocument(
  { documents, spellings, soon }: OpenDocuments,
  { uri, spelling, languageId, version, text }: OpenedDocument,
): Promise<void> {
  spellings.keep(uri, spelling);
  documents.opened(await inTurns(LiveDocument.creation(uri, languageId, version, text), soon));
}

/** A document whose changes cannot be read is forgotten: its text would be another than the editor's. */
export async function changeDocument(
  door: Door,
  open: OpenDocuments,
  change: ChangedDocument,
): Promise<void> {
  try {
    await makeChanges(open, change);
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    door.ignored('changes', 'they cannot be read. Close the file and open it again.');
    closeDocument(open, change.uri);
  }
}

async function makeChanges(
  { documents, soon }: OpenDocuments,
  { uri, version, changes }: ChangedDocument,
): Promise<void> {
  if (changes === undefined) throw wrongParams('contentChanges', 'changes of a text');
  const before = documents.get(uri);
  if (before === undefined) return;
  const next = version ?? before.version + 1;
  const isSmall = isList(changes) && changes.every(({ text }) => text.length <= SMALL);
  documents.changed(
    isSmall ? before.changed(changes, next) : await inTurns(before.change(changes, next), soon),
  );
}

export function closeDocument({ documents, spellings }: OpenDocuments, uri: string): void {
  spellings.forget(uri);
  documents.close(uri);
}

const isList = <Member>(value: Iterable<Member>): value is readonly Member[] =>
  Array.isArray(value);
