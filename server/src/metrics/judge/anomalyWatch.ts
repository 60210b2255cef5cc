import type { Tally } from '../collect/tally.ts';
import { answersIn, modelsIn, share } from '../collect/tallyQueries.ts';
import { AnomalyDetector, type Verdict } from './anomalyDetector.ts';

/** A window is judged once so many things happened in it; what takes longer than so many ticks is forgotten. */
const LEAST_SAMPLES = 20;
const MOST_TICKS = 30;
/** A log-normal latency as of model servers (p99 five times its median) has this standard deviation at least, in logarithms. */
const LOG_NOISE = 0.3;

/** The series that are watched. */
export type SeriesName = 'latency' | 'errors' | 'hits';

/** The samples of a series in a stretch of time: their number and their sum. */
interface Reading {
  readonly samples: number;
  readonly sum: number;
}

interface SeriesKind {
  readonly read: (tally: Tally) => Reading;
  /** The value that is judged, larger being worse, and the noise that it has by chance. */
  readonly judge: (mean: number, samples: number) => { value: number; noise: number };
  /** Back from the value that is judged to what people read. */
  readonly shown: (value: number) => number;
}

/** A share is judged by its angle, whose noise does not depend on it (the arcsine transform: Bartlett 1936). */
const angle = (share: number): number => Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))));
const ofAngle = (value: number): number => Math.sin(Math.max(0, value)) ** 2;
const noiseOfShare = (samples: number): number => 1 / (2 * Math.sqrt(samples));

const KINDS: Readonly<Record<SeriesName, SeriesKind>> = {
  latency: {
    read: (tally) => {
      const models = modelsIn(tally);
      const samples = models.reduce((all, { answerMs }) => all + answerMs.count, 0);
      return {
        samples,
        sum: models.reduce((all, { answerMs: ms }) => all + ms.logMean * ms.count, 0),
      };
    },
    judge: (mean, samples) => ({ value: mean, noise: LOG_NOISE / Math.sqrt(samples) }),
    shown: Math.exp,
  },
  errors: {
    read: (tally) => {
      const models = modelsIn(tally);
      const failed = models.reduce((all, each) => all + each.failed, 0);
      return {
        samples: failed + models.reduce((all, each) => all + each.answered, 0),
        sum: failed,
      };
    },
    judge: (mean, samples) => ({ value: angle(mean), noise: noiseOfShare(samples) }),
    shown: ofAngle,
  },
  hits: {
    read: (tally) => {
      const { all, withoutCall } = answersIn(tally);
      return { samples: all, sum: all - withoutCall };
    },
    judge: (mean, samples) => ({ value: angle(mean), noise: noiseOfShare(samples) }),
    shown: (value) => 1 - ofAngle(value),
  },
};

/** An anomaly, with the figures that show it: milliseconds, or shares of 0 to 1. */
export interface Anomaly {
  readonly series: SeriesName;
  readonly kind: 'jump' | 'drift';
  readonly usual: number;
  readonly now: number;
}

class Series {
  readonly #kind: SeriesKind;
  readonly #detector = new AnomalyDetector();
  #pending: Reading = { samples: 0, sum: 0 };
  #ticks = 0;
  #now = 0;

  constructor(kind: SeriesKind) {
    this.#kind = kind;
  }

  get found(): { verdict: Verdict; usual: number; now: number } {
    const { verdict, usual } = this.#detector;
    return { verdict, usual: this.#kind.shown(usual), now: this.#kind.shown(this.#now) };
  }

  add(tally: Tally): void {
    const { samples, sum } = this.#kind.read(tally);
    this.#pending = { samples: this.#pending.samples + samples, sum: this.#pending.sum + sum };
    this.#ticks++;
    const isEnough = this.#pending.samples >= LEAST_SAMPLES;
    if (isEnough) {
      const mean = share(this.#pending.sum, this.#pending.samples);
      const { value, noise } = this.#kind.judge(mean, this.#pending.samples);
      this.#now = value;
      this.#detector.add(value, noise);
    }
    if (!isEnough && this.#ticks < MOST_TICKS) return;
    this.#pending = { samples: 0, sum: 0 };
    this.#ticks = 0;
  }
}

/** Looks at what every ten seconds brought, and tells what is not as it used to be. */
export class Watch {
  readonly #series = new Map(
    (Object.keys(KINDS) as SeriesName[]).map((name) => [name, new Series(KINDS[name])]),
  );

  add(tally: Tally): void {
    for (const series of this.#series.values()) series.add(tally);
  }

  anomalies(): Anomaly[] {
    return [...this.#series].flatMap(([series, { found }]) => {
      const { verdict: kind, usual, now } = found;
      return kind === 'jump' || kind === 'drift' ? [{ series, kind, usual, now }] : [];
    });
  }
}
