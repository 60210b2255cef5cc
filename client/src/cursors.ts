/** A cursor by what stands around it on its line. */
export interface LineCursor {
  readonly before: string;
  readonly after: string;
  /** Nothing is selected. */
  readonly isEmpty: boolean;
}

/** The editor puts one suggestion at every cursor: it may, where all stand at the same code. */
export const standAlike = (cursors: readonly LineCursor[]): boolean => {
  const [first] = cursors;
  return cursors.every(
    ({ before, after, isEmpty }) =>
      isEmpty && before.trimStart() === first?.before.trimStart() && after === first.after,
  );
};
