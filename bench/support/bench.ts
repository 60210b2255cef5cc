/** A figure beside the bar that it has to reach. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Absent for figures that are only told. */
  readonly bar?: { readonly is: 'atMost' | 'atLeast'; readonly value: number };
}

/** One benchmark: prints what it likes while it runs, returns its figures. */
export interface Bench {
  readonly name: string;
  readonly run: () => Promise<readonly Measured[]>;
}

export const reachesBar = ({ value, bar }: Measured): boolean =>
  bar === undefined || (bar.is === 'atMost' ? value <= bar.value : value >= bar.value);
