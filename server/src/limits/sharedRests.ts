/** How long servers are left alone, as they have told any process that asks them with the same key. Throws where it cannot be reached. */
export interface SharedRests {
  /** Milliseconds for which a scope, which has a name, is left alone yet; 0 where nobody was told so. */
  restMs(scope: string): number;
  /** Tells the others. */
  rest(scope: string, ms: number): void;
}
