/** The design's targets; more is better for some, less for the others. */
const TARGETS = {
  responseTime: {
    p50: { target: 0.5, unit: 's', isMore: false },
    p95: { target: 1, unit: 's', isMore: false },
    p99: { target: 2, unit: 's', isMore: false },
  },
  throughput: {
    requestsPerSecond: { target: 1_000, unit: '/s', isMore: true },
    tokensPerSecond: { target: 10_000, unit: '/s', isMore: true },
  },
  cache: {
    hitRate: { target: 0.7, unit: '', isMore: true },
    missLatency: { target: 0.1, unit: 's', isMore: false },
  },
  resources: {
    cpu: { target: 0.7, unit: '', isMore: false },
    memory: { target: 0.8, unit: '', isMore: false },
  },
} as const;

/** One figure counts no more than this, however far it exceeds its target. */
const CAP = 2;

type Category = keyof typeof TARGETS;
type Figure = { [Each in Category]: keyof (typeof TARGETS)[Each] }[Category];

/** The measured figures; absent ones are not scored. */
export type Figures = Readonly<Partial<Record<Figure, number>>>;

interface ScoreRow {
  readonly category: Category;
  readonly figure: Figure;
  readonly target: number;
  readonly unit: string;
  readonly measured: number;
  /** 1 where the target is met exactly, more where it is exceeded, at most 2. */
  readonly ratio: number;
}

export interface Score {
  readonly rows: readonly ScoreRow[];
  /** The mean over categories of the means of their ratios; `undefined` where nothing was measured. */
  readonly score: number | undefined;
}

/** The design's performance score: each figure beside its target, averaged by category. */
export function scoreOf(figures: Figures): Score {
  const rows: ScoreRow[] = [];
  for (const category of Object.keys(TARGETS) as Category[]) {
    const targets: Readonly<Record<string, { target: number; unit: string; isMore: boolean }>> =
      TARGETS[category];
    for (const [name, { target, unit, isMore }] of Object.entries(targets)) {
      const figure = name as Figure;
      const measured = figures[figure];
      if (measured === undefined) continue;
      const ratio = isMore ? measured / target : target / Math.max(measured, Number.EPSILON);
      rows.push({ category, figure, target, unit, measured, ratio: Math.min(CAP, ratio) });
    }
  }
  const categories = [...new Set(rows.map(({ category }) => category))];
  const means = categories.map((category) =>
    mean(rows.filter((row) => row.category === category).map(({ ratio }) => ratio)),
  );
  return { rows, score: means.length === 0 ? undefined : mean(means) };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
