/** The effect of a button: sets a setting (by its full name), or runs a command of the client. */
export type Remedy =
  | {
      readonly kind: 'set';
      readonly title: string;
      readonly setting: string;
      readonly value: unknown;
    }
  | { readonly kind: 'openSettings'; readonly title: string; readonly setting: string }
  | {
      readonly kind: 'run';
      readonly title: string;
      readonly command:
        | 'aurelis.showLog'
        | 'aurelis.findModelServers'
        | 'aurelis.setApiKey'
        | 'aurelis.undoTuning'
        | 'aurelis.warmAgain';
      readonly argument?: string;
    };

/** Something that is wrong now. */
export interface Alert {
  /** The same for the same trouble, so that it is told once. */
  readonly id: string;
  readonly severity: 'info' | 'warning';
  readonly title: string;
  /** The figures that show it. */
  readonly why: string;
  /** Since when, epoch milliseconds. */
  readonly since: number;
  readonly remedy?: Remedy;
}

/** Something that would make it faster, cheaper or more dependable. */
export interface Recommendation {
  readonly id: string;
  readonly priority: 'high' | 'medium' | 'low';
  readonly title: string;
  /** The figures that show it. */
  readonly why: string;
  readonly remedy: Remedy;
}
