import type { Remedy } from '../server/src/protocol/advice.ts';
import type { Tile } from './panelFigures.ts';

/** Something to read, with what to do about it. */
interface Notice {
  readonly title: string;
  readonly text: string;
  readonly tone: 'warning' | 'info';
  readonly remedy?: Remedy;
}

/** One part of the panel, as data. */
export type Section =
  | { readonly kind: 'notices'; readonly title: string; readonly notices: readonly Notice[] }
  | {
      readonly kind: 'keyFigures' | 'tiles';
      readonly title: string;
      readonly tiles: readonly Tile[];
    }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly string[];
      /** As wide as the panel: its last column holds sentences. */
      readonly isWide?: true;
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'list'; readonly title: string; readonly lines: readonly string[] }
  | {
      readonly kind: 'note';
      readonly title: string;
      readonly text: string;
      readonly isWide?: true;
    };
