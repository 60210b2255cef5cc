import type { Recommendation } from '../../protocol/advice.ts';
import type { EndpointSnapshot } from '../../protocol/snapshot.ts';
import { duration, percent } from '../../protocol/wording.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Tally } from '../collect/tally.ts';
import { answersIn, modelsIn, share } from '../collect/tallyQueries.ts';
import { HIT_RATE, LEAST_ANSWERS, LEAST_SERVED, P95_MS } from './thresholds.ts';

/** The design's limit for a model's mean. */
const MODEL_MEAN_MS = 3_000;
/** Fewer say nothing. */
const LEAST_CALLS = 50;
const LEAST_SHOWN = 200;
const CANCELLED = 0.5;
const ACCEPTED = 0.05;
const SHORT_LINES = 4;
const MAX_ENTRIES = 100_000;

/** The facts that the recommendations are made from. */
export interface AdviceFacts {
  /** Of the last day. */
  readonly day: Tally;
  readonly settings: Settings;
  readonly endpoints: readonly Pick<EndpointSnapshot, 'id' | 'budget'>[];
  /** How many answers the memory tier holds now. */
  readonly memoryEntries: number;
}

type Rule = (facts: AdviceFacts) => Recommendation[];

/**
 * Returns the recommendations, the most important first: the design's three, and ours. Each shows its figures and can be
 * followed at once.
 */
export function recommend(facts: AdviceFacts): Recommendation[] {
  const rank = { high: 0, medium: 1, low: 2 };
  return RULES.flatMap((rule) => rule(facts)).sort(
    (one, other) => rank[one.priority] - rank[other.priority],
  );
}

const hitRate: Rule = ({ day, settings, memoryEntries }) => {
  const { all, withoutCall } = answersIn(day);
  const rate = share(withoutCall, all);
  if (all < LEAST_SERVED || rate >= HIT_RATE) return [];
  const maxEntries = settings['cache.memory.maxEntries'];
  const isFull = memoryEntries >= 0.95 * maxEntries && 2 * maxEntries <= MAX_ENTRIES;
  const why = `${percent(rate)} of ${all} answers in the last day needed no model call; the target is ${percent(HIT_RATE)}.`;
  const common = { id: 'hitRate', priority: 'high', why } as const;
  if (!settings['cache.disk.enable']) {
    return [
      {
        ...common,
        title: 'Turn on the disk cache',
        remedy: {
          kind: 'set',
          title: 'Turn on',
          setting: 'aurelis.cache.disk.enable',
          value: true,
        },
      },
    ];
  }
  if (isFull) {
    return [
      {
        ...common,
        title: 'Keep more answers in memory',
        remedy: {
          kind: 'set',
          title: `Keep ${2 * maxEntries} answers`,
          setting: 'aurelis.cache.memory.maxEntries',
          value: 2 * maxEntries,
        },
      },
    ];
  }
  return [
    {
      ...common,
      title: 'Keep answers longer in the cache',
      remedy: { kind: 'openSettings', title: 'Open cache settings', setting: 'aurelis.cache' },
    },
  ];
};

const slowAnswers: Rule = ({ day }) => {
  const calls = day.timesOf('upstream');
  const p95 = calls.quantile(0.95);
  if (calls.count < LEAST_ANSWERS || p95 <= P95_MS) return [];
  return [
    {
      id: 'p95',
      priority: 'medium',
      title: 'Use a smaller, faster model for completions',
      why: `The p95 of ${calls.count} answers in the last day is ${duration(p95)}; the target is ${duration(P95_MS)}.`,
      remedy: {
        kind: 'openSettings',
        title: 'Set completionModel',
        setting: 'aurelis.endpoints',
      },
    },
  ];
};

const slowModel: Rule = ({ day }) =>
  modelsIn(day)
    .filter(({ answerMs }) => answerMs.count >= LEAST_ANSWERS && answerMs.mean > MODEL_MEAN_MS)
    .map(({ endpointId, model, answerMs }) => ({
      id: `mean ${endpointId} ${model}`,
      priority: 'medium',
      title: `Use a faster model than "${model}"`,
      why: `${answerMs.count} answers of "${endpointId}" took ${duration(answerMs.mean)} on average; the target is ${duration(MODEL_MEAN_MS)}.`,
      remedy: {
        kind: 'openSettings',
        title: 'Choose another model',
        setting: 'aurelis.endpoints',
      },
    }));

const cancelled: Rule = ({ day, settings }) => {
  const calls = day.of('upstreamRequests');
  const left = day.of('upstreamCancelled');
  if (settings['completion.debounceMs'] === null) return [];
  if (calls < LEAST_CALLS || share(left, calls) <= CANCELLED) return [];
  return [
    {
      id: 'debounce',
      priority: 'medium',
      title: 'Adapt the delay before a model call to your typing',
      why: `${left} of ${calls} model calls in the last day were cancelled; the delay is fixed at ${duration(settings['completion.debounceMs'])}.`,
      remedy: {
        kind: 'set',
        title: 'Use an adaptive delay',
        setting: 'aurelis.completion.debounceMs',
        value: null,
      },
    },
  ];
};

const spentBudget: Rule = ({ endpoints, settings }) => {
  const spent = endpoints.find(({ budget: { day } }) => day !== null && day.remaining === 0);
  if (spent === undefined || !settings['completion.speculate']) return [];
  return [
    {
      id: 'speculate',
      priority: 'medium',
      title: 'Stop requesting suggestions in advance',
      why: `The daily limit of "${spent.id}" (${spent.budget.day?.limit} requests) is reached, and some requests are made in advance, before a suggestion is accepted.`,
      remedy: {
        kind: 'set',
        title: 'Turn off advance requests',
        setting: 'aurelis.completion.speculate',
        value: false,
      },
    },
  ];
};

const longSuggestions: Rule = ({ day, settings }) => {
  const shown = day.of('shown');
  const accepted = day.of('accepted');
  if (shown < LEAST_SHOWN || share(accepted, shown) >= ACCEPTED) return [];
  if (settings['completion.maxLines'] <= SHORT_LINES) return [];
  return [
    {
      id: 'maxLines',
      priority: 'low',
      title: 'Use shorter suggestions',
      why: `${accepted} of ${shown} suggestions in the last day were accepted. They can have up to ${settings['completion.maxLines']} lines.`,
      remedy: {
        kind: 'set',
        title: `Limit to ${SHORT_LINES} lines`,
        setting: 'aurelis.completion.maxLines',
        value: SHORT_LINES,
      },
    },
  ];
};

const noModel: Rule = ({ endpoints }) =>
  endpoints.length > 0
    ? []
    : [
        {
          id: 'noModel',
          priority: 'low',
          title: 'Add a model',
          why: 'No model is configured. Suggestions come from your workspace only, and there are no code actions.',
          remedy: {
            kind: 'run',
            title: 'Find model servers',
            command: 'aurelis.findModelServers',
          },
        },
      ];

const RULES: readonly Rule[] = [
  hitRate,
  slowAnswers,
  slowModel,
  cancelled,
  spentBudget,
  longSuggestions,
  noModel,
];
