/**
 * The rules of the design: the number of workers is looked at each minute; it goes up where one figure is above `up`, and down
 * where all are below `down`. The figures below these were chosen in simulated days (`bench/gateway/`, ADR 22). What `deploy/` says
 * to Kubernetes follows from the same ones.
 */
export const RULES = {
  lookMs: 60_000,
  up: { cpu: 0.7, queue: 100, waitSeconds: 2 },
  down: { cpu: 0.3, queue: 10, waitSeconds: 1 },
  leastWorkers: 2,
  /** The part of the workers by which their number changes in a minute, rounded up. */
  step: 0.25,
  /**
   * Where more is asked than is begun, steps of a quarter would take ten minutes to ten times the workers. So up to so many
   * times as many at once; Kubernetes allows sixteen times in a minute (its default `scaleUp`: twice as many each 15 s).
   */
  mostTimes: 10,
  /** Minutes in a row that have to be quiet before a step down: one pause of everybody is none. */
  quietMinutes: 2,
  /**
   * A step down, too, after so many calm minutes in which a quarter fewer would have kept their processors below this, a tenth
   * below the upper border. The border of 0.3 alone would keep twice the workers that are needed for hours.
   */
  spare: { minutes: 8, cpu: 0.63 },
  /** Minutes without a step down after a step up; in so many, a step down has to prove right, too (Kubernetes' window is five). */
  settleMinutes: 10,
  /** In those minutes a step down is not undone because processors are busier than `up.cpu`, but only from here on, or where many wait. */
  undoCpu: 0.85,
  /** Minutes for which a step that proved wrong is not tried again. */
  learntMinutes: 60,
} as const;

/** The workers of the last minute, all together. */
export interface MinuteFigures {
  /** The part of their processor time that the workers used, 0 to 1, as a mean over them. */
  readonly cpu: number;
  /** Requests that wait for a place in a worker at this moment. */
  readonly queue: number;
  /**
   * The 95th percentile of what requests waited here before they went on to a model, in seconds. The model's own time is no part
   * of it: more workers make no model faster.
   */
  readonly waitSeconds: number;
  /** Requests that came, refused ones included; not those by which a client says that it repeats one (`x-stainless-retry-count`). */
  readonly asked: number;
  /** Requests that went on to a model, or were answered from a cache. */
  readonly begun: number;
  /** Workers that took requests, as a mean over the minute: those that only start do not count. */
  readonly working: number;
}

/** The least and the most workers that there may be. */
export interface WorkerBounds {
  readonly min: number;
  readonly max: number;
}
