import type { Connection } from 'vscode-languageserver';
import type { ActionRun } from '../actions/provider.ts';
import type { Clock } from '../base/clock.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Spellings } from '../documents/spellings.ts';
import type { ActionSupport } from './actionSupport.ts';
import type { EditorSurfaces } from './editorSurfaces.ts';

/** The editor that an action is for. */
export interface ActionEditor {
  readonly connection: Connection;
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly isTrusted: () => boolean;
  readonly support: () => ActionSupport;
  readonly spellings: Spellings;
  readonly surfaces: EditorSurfaces;
}

/** How one try of an action goes, beside its signal. */
export type Try = Pick<ActionRun, 'words' | 'lastTry' | 'isFresh'>;
