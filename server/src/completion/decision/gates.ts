import type { LiveDocument } from '../../documents/liveDocument.ts';
import { MAX_DRAWN } from '../../documents/longLine.ts';
import type { Exclusion, SharingPolicy } from '../../privacy/sharingPolicy.ts';
import type { Cursor } from '../cursor.ts';
import { isInCredential } from '../inCredential.ts';

/** Most lines of a document for which a model is asked unbidden. */
const MAX_LINES = 8_000;

/** Reasons for staying silent; each is counted under its name. */
export type Gate =
  | Exclusion
  | 'disabled'
  | 'credential'
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

/** Why a document is served nowhere; `undefined` for one that is. */
export function documentGate(
  document: LiveDocument,
  { enable, languages }: GateSettings,
  policy: Pick<SharingPolicy, 'exclusionOf'>,
): Gate | undefined {
  const isLanguageOn = languages[document.languageId] ?? languages['*'] ?? true;
  return enable && isLanguageOn ? policy.exclusionOf(document) : 'disabled';
}

/**
 * Gates before memory is asked. For every request, invoked ones too: the document must not or need not be served. For
 * automatic ones: an item could not be shown here.
 */
export function validityGate(
  cursor: Cursor,
  settings: GateSettings,
  policy: Pick<SharingPolicy, 'exclusionOf'>,
  isInvoked: boolean,
): Gate | undefined {
  const { document, position, selected } = cursor;
  const gate = documentGate(document, settings, policy);
  if (gate !== undefined) return gate;
  if (isInCredential(cursor)) return 'credential';
  if (isInvoked) return undefined;
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
const HARMLESS_REST = /^\s*(?:[)\]}>"'`]|<\/|\/>|$|[:{;,]\s*$)/;

/** Gates of economy, after memory: a call would hardly pay. Automatic requests only. */
export function economyGate(cursor: Cursor): Gate | undefined {
  if (!HARMLESS_REST.test(cursor.lineSuffix)) return 'midLine';
  return cursor.document.lines.length > MAX_LINES ? 'longDocument' : undefined;
}
