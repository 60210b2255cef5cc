/** The kinds of token; the numbers are inputs of the learned scorer. */
export const KIND = { end: 0, newline: 1, keyword: 2, name: 3, number: 4, mark: 5 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/** Words that languages reserve, of many languages together: they carry structure, where other words carry names. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `abstract and any as async await bool boolean break case catch char class const constructor continue declare def
  default delete do double elif else end enum except export extends extern False false final finally float fn for from
  func function get if implements import in include instanceof int interface is keyof lambda let long match module mut
  namespace never new nil None not null number object of or override package pass private protected pub public raise
  readonly return self set short static string struct super switch symbol template this throw throws trait True true
  try type typedef typename typeof undefined union unknown unsigned use using var virtual void where while with yield`.split(
    /\s+/,
  ),
);

export function kindOfText(text: string): Kind {
  if (KEYWORDS.has(text)) return KIND.keyword;
  if (/^[\p{L}_$]/u.test(text)) return KIND.name;
  return /^\p{N}/u.test(text) ? KIND.number : KIND.mark;
}
