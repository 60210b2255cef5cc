/** The work of a person over some time: how often each thing is done. */
export interface Work {
  /** Characters typed one by one, those that are taken back included. */
  readonly keys: number;
  /** Source files opened; each is closed again when too many are open. */
  readonly files: number;
  readonly saves: number;
  /** Problems that a fix is asked for; three of four fixes are applied. */
  readonly fixes: number;
  readonly notebooks: number;
  readonly settingsChanges: number;
  /** Files that another program writes into the workspace, and changes of its ignore file. */
  readonly foreignWrites: number;
  readonly ignoreChanges: number;
  /** Looks at the metrics panel, with its history and report, and questions why nothing is shown and what would be sent. */
  readonly looksAtMetrics: number;
  readonly questions: number;
}

/**
 * A busy hour: 150 keys a minute without a pause (a fast typist's 60 words a minute, half of the time), a file each minute
 * and a half, a save each minute, a fix every two minutes.
 */
export const HOUR: Work = {
  keys: 9_000,
  files: 40,
  saves: 60,
  fixes: 30,
  notebooks: 8,
  settingsChanges: 24,
  foreignWrites: 60,
  ignoreChanges: 6,
  looksAtMetrics: 24,
  questions: 48,
};

/** How often a person does what they may do at a key: shares of 0 to 1. */
export const HABITS = {
  /** A typo, taken back with the next key. */
  typo: 0.03,
  /** Taking a suggestion that is right; the others are typed into. */
  accept: 0.08,
  /** Waving a wrong suggestion away. */
  dismiss: 0.1,
  /** A key so soon after another that the editor cancels the request of the first. */
  overtakes: 0.1,
  /** Asking for a suggestion by the keyboard, and for others. */
  invoke: 0.01,
  /** Closing a file, or a notebook, while a suggestion is on its way. */
  closesEarly: 0.25,
} as const;

/** How a model server answers: shares of 0 to 1. The rest is answered at once, half of it as the person would go on. */
export const FAULTS = {
  tooManyRequests: 0.01,
  serverError: 0.01,
  droppedAtOnce: 0.01,
  droppedInTheMiddle: 0.01,
  slow: 0.05,
} as const;

/** Tabs that stay open. */
export const OPEN_FILES = 6;

/** The parts of an hour: after each of them the process is looked at. */
export const PARTS = 12;

/** One of so many equal parts of some work; what is done less often than that is done in each. */
export const partOf = (work: Work, parts: number): Work => {
  const share = (count: number) => Math.ceil(count / parts);
  return {
    keys: share(work.keys),
    files: share(work.files),
    saves: share(work.saves),
    fixes: share(work.fixes),
    notebooks: share(work.notebooks),
    settingsChanges: share(work.settingsChanges),
    foreignWrites: share(work.foreignWrites),
    ignoreChanges: share(work.ignoreChanges),
    looksAtMetrics: share(work.looksAtMetrics),
    questions: share(work.questions),
  };
};
