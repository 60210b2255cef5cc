import type { Remedy } from '../server/src/protocol/advice.ts';
import type { History, HistoryRange } from '../server/src/protocol/history.ts';

/** The requests of the page to the extension. */
export type PanelRequest =
  /** The page is there and wants its state and the snapshot. */
  | { readonly kind: 'ready' }
  /** The state to restore when the page is made anew. */
  | { readonly kind: 'state'; readonly state: PanelState }
  | { readonly kind: 'history'; readonly range: HistoryRange }
  /** A button of an alert or a recommendation was pressed. */
  | { readonly kind: 'remedy'; readonly remedy: Remedy }
  | { readonly kind: 'report'; readonly range: HistoryRange }
  /** Figures to look at and keep. */
  | { readonly kind: 'export'; readonly language: 'json' | 'csv'; readonly text: string };

/** The messages of the extension to the page. Snapshots come as JSON, so that those that are not drawn are not read either. */
export type PanelNews =
  | { readonly kind: 'state'; readonly state: PanelState }
  | { readonly kind: 'snapshot'; readonly json: string }
  | { readonly kind: 'history'; readonly history: History };

/** The state that is kept for the page while it is hidden, and over a restart of the editor. */
export interface PanelState {
  readonly range: HistoryRange;
  readonly isPaused: boolean;
}
