import { exclusionOf } from '../../documents/exclusion.ts';
import { MAX_DRAWN } from '../../documents/longLine.ts';
import type { Cursor } from '../cursor.ts';

/** Most lines of a document for which a model is asked unbidden. */
const MAX_LINES = 8_000;

/** Reasons for staying silent; each is counted under its name. */
export type Gate =
  | 'disabled'
  | 'virtual'
  | 'secret'
  | 'large'
  | 'binary'
  | 'widget'
  | 'midWord'
  | 'midLine'
  | 'longLine'
  | 'undone'
  | 'slip'
  | 'longDocument';

export interface GateSettings {
  readonly enable: boolean;
  readonly languages: Readonly<Record<string, boolean>>;
}

/**
 * Gates before memory is asked. For every request, invoked ones too: the document must not or need not be served. For
 * automatic ones: an item could not be shown here.
 */
export function validityGate(
  cursor: Cursor,
  settings: GateSettings,
  isInvoked: boolean,
): Gate | undefined {
  const { document, position, selected } = cursor;
  const { languages } = settings;
  const isLanguageOn = languages[document.languageId] ?? languages['*'] ?? true;
  if (!settings.enable || !isLanguageOn) return 'disabled';
  const exclusion = exclusionOf(document);
  if (exclusion !== undefined || isInvoked) return exclusion;
  const line = document.lines[position.line] ?? '';
  if (line.length > MAX_DRAWN) return 'longLine';
  const typed = line.slice(
    selected?.range.start.character ?? position.character,
    position.character,
  );
  if (selected !== undefined && !selected.text.startsWith(typed)) return 'widget';
  return /^[\p{L}\p{N}_$]/u.test(cursor.lineSuffix) ? 'midWord' : undefined;
}

/** A rest of the line that may follow: closers that an editor adds, whatever is behind them; else marks that end something. */
const HARMLESS_REST = /^\s*(?:[)\]}>"'`]|<\/|\/>|[:{;,]?\s*$)/;

/** Gates of economy, after memory: a call would hardly pay. Automatic requests only. */
export function economyGate(cursor: Cursor): Gate | undefined {
  if (!HARMLESS_REST.test(cursor.lineSuffix)) return 'midLine';
  return cursor.document.lines.length > MAX_LINES ? 'longDocument' : undefined;
}
