import type { Remedy } from '../server/src/protocol/advice.ts';
import type { History, HistoryRange } from '../server/src/protocol/history.ts';

/** What the page asks of the extension. */
export type PanelRequest =
  /** The page is there and wants its state and the snapshot. */
  | { readonly kind: 'ready' }
  /** What is to be there again when the page is made anew. */
  | { readonly kind: 'state'; readonly state: PanelState }
  | { readonly kind: 'history'; readonly range: HistoryRange }
  /** A button of an alert or a recommendation was pressed. */
  | { readonly kind: 'remedy'; readonly remedy: Remedy }
  | { readonly kind: 'report'; readonly range: HistoryRange }
  /** Figures to look at and keep. */
  | { readonly kind: 'export'; readonly language: 'json' | 'csv'; readonly text: string };

/** What the extension tells the page. Snapshots come as JSON, so that those that are not drawn are not read either. */
export type PanelNews =
  | { readonly kind: 'state'; readonly state: PanelState }
  | { readonly kind: 'snapshot'; readonly json: string }
  | { readonly kind: 'history'; readonly history: History };

/** What is kept for the page while it is hidden, and over a restart of the editor. */
export interface PanelState {
  readonly range: HistoryRange;
  readonly isPaused: boolean;
}
