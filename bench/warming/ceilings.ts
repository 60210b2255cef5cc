import { seededRandom } from '../../tools/random.ts';
import { percent, printTable } from '../support/table.ts';
import type { Developer } from './developers.ts';
import { Lately } from './lately.ts';
import { FIRST_MINUTES, NIGHT_MINUTES } from './replay.ts';
import { AS_REMEMBERED, NARROW, Texts, WIDE, type Window } from './texts.ts';
import { type Session, type Step, workOf } from './work.ts';

const DAY = 1_440;
const LIVES = [1, 7, 30];
/** Ways in which a session is gone on with, to see how likely each question is. */
const FUTURES = 100;
/** How likely the least likely question may be that is asked ahead: each is tried. */
const LEAST_LIKELY = Array.from({ length: 60 }, (_, index) => 0.05 + index / 100);
/** Calls ahead as a share of those of the user. */
const MOST_CALLS = 0.05;
/** Of the answers that were asked for ahead, those that must be used. */
const LEAST_USED = 0.3;

/** By how much text a question is found again, and whether a change of its place comes before it or after it. */
interface Assumed {
  readonly window: Window;
  readonly isEditFirst: boolean;
}

interface Likely {
  readonly key: string;
  readonly chance: number;
}

/** Who asks ahead: all-knowing once a day, or before each question, or knowing what was asked. */
type Asker = 'once' | 'always' | 'lately';

/** A question that was asked, and what was to be expected before it. */
interface Asked {
  readonly key: string;
  /** Within the first minutes of its day. */
  readonly isFirst: boolean;
  readonly isNewDay: boolean;
  /** Minutes since it was asked on a day before; `undefined` if it was not, or was asked on this one. */
  readonly age: number | undefined;
  /** It was asked on this day. */
  readonly isAgain: boolean;
  readonly likely: Readonly<Record<Asker, readonly Likely[]>>;
}

interface Ahead {
  calls: number;
  used: number;
  gained: number;
}

/**
 * Prints what warming could gain at most: of the first questions of days those whose answers would be on disk if they lived for longer; and those that
 * somebody has asked ahead who knows all of the generator but what chance decides later: the files of the commit, where each focus stands, when the session
 * ends. They ask for all that is likely enough, as the day begins or before each question. Beside them somebody who knows what was asked so far, as a
 * server does. Returns how many first questions there are.
 */
export function printCeilings(developers: readonly Developer[]): number {
  let asked = 0;
  const windows = [
    ['their place', NARROW],
    ['50 lines above, 10 below', AS_REMEMBERED],
    ['all of a prompt', WIDE],
  ] as const;
  const rows = windows.flatMap(([name, window]) =>
    [false, true].map((isEditFirst) => {
      const assumed = { window, isEditFirst };
      const all = developers.flatMap((each, index) => askedBy(each, index + 1, assumed));
      const first = all.filter(({ isFirst }) => isFirst);
      asked = first.length;
      const onDisk = LIVES.map((days) => first.filter(({ age = days * DAY }) => age < days * DAY));
      const ahead = (['once', 'always', 'lately'] as const).map((asker) => best(all, asker));
      return [
        name,
        isEditFirst ? 'before' : 'after',
        ...onDisk.map(({ length }) => percent(length, first.length)),
        ...ahead.map(
          ({ gained, used, calls }) =>
            `${percent(gained, first.length)} (${percent(used, calls)} used)`,
        ),
      ];
    }),
  );
  const columns = ['asked as days begin', 'asked at any time', 'where it was lately'];
  const lives = LIVES.map((days) => `disk, ${days} d`);
  printTable(['questions are found again by', 'edited', ...lives, ...columns], rows);
  return asked;
}

/** The questions of a developer. */
function askedBy(developer: Developer, seed: number, assumed: Assumed): Asked[] {
  const texts = new Texts('secret', seed, assumed.window);
  const random = seededRandom(seed);
  const states: Session[] = [];
  const steps = workOf(developer, seed, (session) => states.push(session.fork()));
  const last = new Map<string, number>();
  const today = new Set<string>();
  const files = new Set<number>();
  const lately = new Lately();
  let [before, now, begun] = [Number.NEGATIVE_INFINITY, 0, 0];
  let here: Step | undefined;
  return steps.map((step, index) => {
    const { minute, file, isEdit } = step;
    const isNewDay = minute - before > NIGHT_MINUTES;
    // Histories go back in time now and then: a clock does not.
    now = isNewDay ? minute : Math.max(now, minute);
    if (isNewDay) {
      begun = now;
      today.clear();
      here = undefined;
    }
    before = minute;
    const isFirst = now - begun < FIRST_MINUTES;
    const missing = (all: readonly (readonly [Place, number])[]): Likely[] =>
      all
        .map(([at, chance]) => ({ key: texts.keyAt(at), chance }))
        .filter(
          ({ key }) => !today.has(key) && now - (last.get(key) ?? Number.NEGATIVE_INFINITY) >= DAY,
        );
    const state = isFirst ? states[index] : undefined;
    const known = state && chancesOf(state, begun + FIRST_MINUTES, assumed, random);
    const always = missing((known ?? []).filter(([at]) => files.has(at.file)));
    const likely = {
      always,
      once: isNewDay ? always : [],
      lately: missing(isFirst && here ? lately.beside(here) : []),
    };
    if (assumed.isEditFirst && isEdit) texts.edit(step);
    const key = texts.keyAt(step);
    const at = last.get(key);
    const isAgain = today.has(key);
    const age = isAgain || at === undefined ? undefined : now - at;
    if (!assumed.isEditFirst && isEdit) texts.edit(step);
    last.set(key, now);
    today.add(key);
    files.add(file);
    lately.asked(step);
    here = step;
    return { key, isFirst, isNewDay, age, isAgain, likely };
  });
}

type Place = Pick<Step, 'file' | 'place' | 'variant'>;

/** How likely each question is to be asked until a minute, about the text that stands there now. */
function chancesOf(
  state: Session,
  until: number,
  { window, isEditFirst }: Assumed,
  random: () => number,
): [Place, number][] {
  const counts = new Map<string, { readonly at: Place; count: number }>();
  for (let future = 0; future < FUTURES; future++) {
    const session = state.fork();
    const edits: Step[] = [];
    const names = new Set<string>();
    while (session.minute < Math.min(until, session.endsAt)) {
      const step = session.ask(random);
      if (isEditFirst && step.isEdit) edits.push(step);
      const name = `${step.file} ${step.place} ${step.variant}`;
      const isOther = edits.some((edit) => isWithin(edit, step, window));
      if (!isEditFirst && step.isEdit) edits.push(step);
      if (isOther || names.has(name)) continue;
      names.add(name);
      const known = counts.get(name) ?? { at: step, count: 0 };
      counts.set(name, known);
      known.count++;
    }
  }
  return [...counts.values()].map(({ at, count }) => [at, count / FUTURES]);
}

const isWithin = (edit: Step, { file, place }: Step, { above, below }: Window): boolean =>
  edit.file === file && edit.place >= place - above && edit.place <= place + below;

/** The most that is gained within the bars by asking for what is likely enough. */
function best(all: readonly Asked[], asker: Asker): Ahead {
  const own = all.filter(({ age = DAY, isAgain }) => !isAgain && age >= DAY).length;
  const nothing = { calls: 0, used: 0, gained: 0 };
  return LEAST_LIKELY.map((least) => aheadOf(all, asker, least))
    .filter(({ calls, used }) => calls <= MOST_CALLS * own && used >= LEAST_USED * calls)
    .reduce((most, each) => (each.gained > most.gained ? each : most), nothing);
}

function aheadOf(all: readonly Asked[], asker: Asker, least: number): Ahead {
  const ahead = { calls: 0, used: 0, gained: 0 };
  const near = new Map<string, 'fresh' | 'used'>();
  for (const { key, isFirst, isNewDay, likely } of all) {
    if (isNewDay) near.clear();
    for (const each of likely[asker]) {
      if (each.chance < least || near.has(each.key)) continue;
      near.set(each.key, 'fresh');
      ahead.calls++;
    }
    if (near.get(key) !== 'fresh') continue;
    near.set(key, 'used');
    ahead.used++;
    if (isFirst) ahead.gained++;
  }
  return ahead;
}
