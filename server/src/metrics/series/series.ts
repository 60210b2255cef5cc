/** The values of a label that are not words of ours: names from the settings, kinds of errors, tiers. */
export const ANY = 'any';

type Labels = Readonly<Record<string, typeof ANY | readonly string[]>>;
type NoLabels = Record<never, never>;

/** The declaration of a series of metrics. Its name is its key in the table that it stands in. */
export interface Series<Kind extends string = string, Of extends Labels = Labels> {
  readonly kind: Kind;
  readonly unit: string;
  /** One sentence for those who read the series. */
  readonly help: string;
  /** By label, the values that it may have. */
  readonly labels: Of;
}

/** A value for each label of a series, and for no other. */
export type LabelValues<Of extends Labels> = {
  readonly [Name in keyof Of]: Of[Name] extends readonly string[] ? Of[Name][number] : string;
};

/** Declares a series. */
export const series = <const Kind extends string, const Of extends Labels = NoLabels>(
  kind: Kind,
  unit: string,
  help: string,
  labels: Of = {} as Of,
): Series<Kind, Of> => ({ kind, unit, help, labels });
