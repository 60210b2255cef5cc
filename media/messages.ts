import type { Remedy } from '../server/src/protocol/advice.ts';
import type { History, HistoryRange } from '../server/src/protocol/history.ts';
import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';

/** What the page asks of the extension. */
export type PanelRequest =
  /** The page is there and wants the snapshot. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'history'; readonly range: HistoryRange }
  /** A button of an alert or a recommendation was pressed. */
  | { readonly kind: 'remedy'; readonly remedy: Remedy }
  | { readonly kind: 'report'; readonly range: HistoryRange }
  /** Figures to look at and keep. */
  | { readonly kind: 'export'; readonly language: 'json' | 'csv'; readonly text: string };

/** What the extension tells the page. */
export type PanelNews =
  | { readonly kind: 'snapshot'; readonly snapshot: MetricsSnapshot }
  | { readonly kind: 'history'; readonly history: History };

/** What the page remembers while it is hidden, and over a restart of the editor. */
export interface PanelState {
  readonly range: HistoryRange;
  readonly isPaused: boolean;
}
