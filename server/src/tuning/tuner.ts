import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { Observer } from '../base/observer.ts';
import type { KnobName, KnobSnapshot, LeaveReason, TuningSnapshot } from '../protocol/tuning.ts';
import type { TuningEvent } from './events.ts';
import type { CacheShape } from './ghosts/ghostCache.ts';
import { Ghosts } from './ghosts/ghosts.ts';
import { FROZEN_MS, Journal, type JournalFile, UNDONE_MS } from './journal.ts';
import { knobSnapshot } from './knobSnapshot.ts';
import type { Knobs } from './knobs.ts';
import { knobNames, knobTable } from './knobTable.ts';
import { Baseline, HarmWatch } from './live/harmWatch.ts';
import { LiveTuner } from './live/liveTuner.ts';
import { Move, within } from './move.ts';

/** How often it is looked whether a knob should move. */
export const ROUND_MS = 5 * 60_000;
/** A change is watched over so many requests before it counts as right. */
const WATCHED = 60;
/** A ghost has judged the value before: bets have to win much before it is given up for slow calls, which come and go. */
const HARM = 400;
const ALLOWANCE = 0.15;
const MAX_SHOWN = 20;

export interface TunerTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly knobs: Knobs;
  readonly file: JournalFile;
  /** Names this window. */
  readonly holder: string;
  /** The cache under the settings and knobs of the moment. */
  readonly shape: () => CacheShape;
  /** False while the machine should be left alone. */
  readonly isCalm: () => boolean;
  readonly observe: Observer<TuningEvent>;
  /** Told when surfaces show something else. */
  readonly onChanged: () => void;
}

/** A change by ghosts on its way, and then watched. */
interface Change {
  readonly knob: KnobName;
  readonly from: number;
  readonly to: number;
  readonly gain: number;
  readonly samples: number;
  readonly move: Disposable;
  /** Wall time at which the value was reached. */
  reachedAt: number | undefined;
  readonly harm: HarmWatch;
}

/**
 * Finds the values of knobs: every five minutes one knob at a time, by ghosts where they can judge, else by comparing calls. A change
 * is watched until it has proved right; before that the journal has it open, so that a process which ends meanwhile goes back.
 */
export class Tuner implements Disposable {
  readonly #tools: TunerTools;
  readonly #journal: Journal;
  readonly #owned = new DisposableStore();
  readonly #baseline = new Baseline();
  readonly ghosts: Ghosts;
  readonly live: LiveTuner;
  #timer: Disposable | undefined;
  #change: Change | undefined;
  /** Where a knob that goes on in the next round began. */
  #journey: { readonly knob: KnobName; readonly from: number } | undefined;
  #turn = 0;
  #isHeld = false;
  #isDisposed = false;
  #isJudging = false;

  constructor(tools: TunerTools) {
    this.#tools = tools;
    const { clock, knobs, random } = tools;
    this.#journal = new Journal(tools.file, tools.holder, () => clock.now(), tools.observe);
    this.ghosts = new Ghosts(clock, knobs);
    this.live = this.#owned.add(
      new LiveTuner({
        journal: this.#journal,
        knobs,
        random,
        mayBegin: () => this.#isHeld && this.#change === undefined && tools.isCalm(),
        onChanged: tools.onChanged,
      }),
    );
    this.#isHeld = this.#journal.hold();
    this.#takeSound();
    this.#later();
  }

  /** The settings have changed: knobs that the user has set since are let go of. */
  settled(): void {
    const { knobs } = this.#tools;
    if (this.#change !== undefined && knobs.isUsers(this.#change.knob)) this.#drop();
    this.live.settled();
  }

  /** A call to a model has ended. */
  called(ms: number, isError: boolean): void {
    if (this.#change === undefined) {
      this.#baseline.add({ ms, isError });
      return;
    }
    const reason = this.#change.harm.add({ ms, isError });
    if (reason !== undefined) this.#leave(reason);
  }

  /** The cache had another request's answer under a key. */
  falseHit(): void {
    if (this.#change !== undefined) this.#leave('falseHit');
    this.live.falseHit();
  }

  /** Undoes what was tuned of one knob, or of all; says whether there was anything. */
  undo(knob?: KnobName): boolean {
    const { knobs } = this.#tools;
    const undone = (knob === undefined ? knobNames : [knob]).filter(
      (each) => this.#isTuned(each) && !knobs.isUsers(each),
    );
    if (this.#change !== undefined && undone.includes(this.#change.knob)) this.#drop();
    this.live.undone(undone);
    for (const each of undone) {
      const from = knobs.value(each);
      knobs.reset(each);
      this.#journal.forget(each);
      this.#journal.freeze(each, knob === undefined ? FROZEN_MS : UNDONE_MS);
      const change = { knob: each, from, to: knobs.value(each) };
      this.#journal.add({
        ...change,
        what: 'left',
        by: 'user',
        samples: 0,
        gain: 0,
        reason: 'user',
      });
    }
    if (undone.length > 0) this.#tools.onChanged();
    return undone.length > 0;
  }

  snapshot(): TuningSnapshot {
    const { entries } = this.#journal;
    return {
      knobs: knobNames.map((name) =>
        knobSnapshot(name, this.#tools.knobs, this.#stateOf(name), entries),
      ),
      samples: this.ghosts.samples,
      isElsewhere: !this.#isHeld,
      entries: entries.slice(-MAX_SHOWN).reverse(),
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
    // What is not proven does not outlive the process.
    this.#drop();
    this.#owned.dispose();
    this.#journal.release();
  }

  #later(): void {
    this.#timer = this.#tools.clock.after(ROUND_MS, () => {
      this.#later();
      void this.#round();
    });
  }

  async #round(): Promise<void> {
    const wasHeld = this.#isHeld;
    this.#isHeld = this.#journal.hold();
    if (!this.#isHeld) {
      if (wasHeld) this.#drop();
      this.#takeSound();
      return;
    }
    if (this.#isJudging) return;
    this.#isJudging = true;
    try {
      if (this.#change !== undefined) await this.#look(this.#change);
      // The user may have undone something in another window.
      if (this.#change === undefined) this.#takeSound();
      if (this.#change === undefined && !this.live.isBusy && this.#tools.isCalm())
        await this.#begin();
    } finally {
      this.#isJudging = false;
    }
  }

  /** Whether a change has proved right by now. */
  async #look(change: Change): Promise<void> {
    if (change.reachedAt === undefined) return;
    const { knob, from, to, gain } = change;
    const proof = await this.ghosts.proof(knob, from, change.reachedAt, this.#tools.shape());
    // Another one may have ended it meanwhile.
    if (this.#change !== change || this.#isDisposed) return;
    if (proof.isContradicted) {
      this.#leave('contradicted');
      return;
    }
    if (proof.samples < WATCHED) return;
    this.#change = undefined;
    this.#journal.close({ knob, value: to });
    const { samples } = proof;
    this.#journal.add({ knob, from, to, what: 'kept', by: 'ghosts', samples, gain });
    this.#tools.onChanged();
  }

  async #begin(): Promise<void> {
    const { knobs, shape, clock, onChanged } = this.#tools;
    const knob = this.#journey?.knob ?? this.#next();
    if (knob === undefined) return;
    const current = knobs.value(knob);
    const began = this.#journey?.from ?? current;
    const verdict = await this.ghosts.judge(knob, { from: began, current }, shape());
    this.#journey = undefined;
    if (verdict === undefined || this.#isDisposed || this.live.isBusy || knobs.isUsers(knob))
      return;
    const to = within(knob, current, verdict.target);
    this.#journey = { knob, from: began };
    const { gain, samples } = verdict;
    this.#journal.open({ knob, from: current, to });
    this.#journal.add({ knob, from: current, to, what: 'moved', by: 'ghosts', samples, gain });
    const harm = new HarmWatch(this.#baseline.calls, HARM, ALLOWANCE);
    const change: { reachedAt: number | undefined } = { reachedAt: undefined };
    const move = new Move({ knob, from: current, to }, knobs, clock, () => {
      change.reachedAt = clock.now();
    });
    this.#change = Object.assign(change, { knob, from: current, to, gain, samples, move, harm });
    onChanged();
  }

  /** The knobs that ghosts judge have their turns: one in a round, because that is work. */
  #next(): KnobName | undefined {
    const { knobs } = this.#tools;
    for (const _ of knobNames) {
      const knob = knobNames[this.#turn++ % knobNames.length];
      if (knob === undefined || knobTable[knob].judge !== 'ghosts' || knobs.isUsers(knob)) continue;
      if (this.#journal.frozenMs(knob) === 0) return knob;
    }
    return undefined;
  }

  /** Goes back to the value before. */
  #leave(reason: LeaveReason): void {
    const change = this.#change;
    if (change === undefined) return;
    const { knob, from, to, samples, gain } = change;
    this.#drop();
    this.#journal.freeze(knob, FROZEN_MS);
    this.#journal.add({ knob, from, to, what: 'left', by: 'ghosts', samples, gain, reason });
    this.#tools.onChanged();
  }

  #drop(): void {
    const change = this.#change;
    if (change === undefined) return;
    this.#change = undefined;
    this.#journey = undefined;
    change.move.dispose();
    this.#back(change.knob);
    this.#journal.close();
  }

  /** The last value that has proved right holds. */
  #back(knob: KnobName): void {
    const sound = this.#journal.sound.get(knob);
    if (sound === undefined) this.#tools.knobs.reset(knob);
    else this.#tools.knobs.move(knob, sound);
  }

  #takeSound(): void {
    for (const knob of knobNames) if (!this.live.has(knob)) this.#back(knob);
    this.#tools.onChanged();
  }

  #isTuned(knob: KnobName): boolean {
    return this.#journal.sound.has(knob) || this.#change?.knob === knob || this.live.has(knob);
  }

  #stateOf(name: KnobName): KnobSnapshot['state'] {
    if (this.#change?.knob === name) {
      return this.#change.reachedAt === undefined ? 'moving' : 'watched';
    }
    if (this.live.has(name)) return 'compared';
    return this.#journal.frozenMs(name) > 0 ? 'frozen' : 'resting';
  }
}
