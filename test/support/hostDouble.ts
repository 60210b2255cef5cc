type Recorder = (name: string, result?: unknown) => (...args: unknown[]) => unknown;

interface Doubled {
  readonly provide: (...args: unknown[]) => Promise<unknown[]>;
  readonly offers: readonly object[];
  readonly run: () => Promise<unknown>;
}

/** A host of the engine that records how it is called, as far as the bindings reach it. */
export const hostDouble = (
  record: Recorder,
  { provide, offers, run }: Doubled,
): Record<string, unknown> => ({
  isEnabled: true,
  isTrusted: true,
  hasActionEndpoint: true,
  activeAt: () => undefined,
  completions: {
    provide,
    accepted: record('accepted'),
    becameVisible: record('becameVisible'),
    dismissed: record('dismissed'),
    regenerate: record('regenerate'),
  },
  actions: {
    offer: (...args: unknown[]) => record('offer', offers)(...args),
    offerFor: (...args: unknown[]) => record('offerFor', [])(...args),
    exclusionOf: () => undefined,
    run,
    actionOf: () => ({ yields: 'repair', about: 'diagnostic' }),
    brought: (outcome: unknown) => outcome,
    preview: 'rewrites',
  },
  metrics: {
    snapshot: () => ({ enabled: true, endpoints: [] }),
    history: record('history', { points: [] }),
    report: record('report', { markdown: '' }),
    exposition: () => '# HELP',
  },
  decisions: { onLine: () => [], askingSince: () => undefined },
  clearCache: async (tiers: unknown) => record('clearCache', [])(tiers),
  cacheContents: async () => [{ tier: 'memory' }],
  discard: async (uri: string) => record('discard', true)(uri),
});
