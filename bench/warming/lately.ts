import type { Step } from './work.ts';

type Place = Pick<Step, 'file' | 'place'>;

/** A question weighs so much of what the next one in its file does. */
const FADING = 0.85;
/** And this much for the places beside it; further away in proportion less. */
const BESIDE = 0.2;
/** Less than this is forgotten. */
const LEAST = 0.01;

/** Expects questions where there were some lately: knows nothing of how they come about. */
export class Lately {
  readonly #files = new Map<number, Map<number, number>>();

  asked({ file, place }: Place): void {
    const places = this.#files.get(file) ?? new Map<number, number>();
    this.#files.set(file, places);
    for (const [each, weight] of places) {
      if (weight * FADING < LEAST) places.delete(each);
      else places.set(each, weight * FADING);
    }
    places.set(place, (places.get(place) ?? 0) + 1);
  }

  /**
   * The other places of the file that somebody is in, at the ends of their lines, by the share of its weight that is there. Where they are themselves, the
   * editor asks.
   */
  beside({ file, place: here }: Place): [Place & Pick<Step, 'variant'>, number][] {
    const places = [...(this.#files.get(file) ?? [])];
    const sum = places.reduce((all, [, weight]) => all + weight, 0);
    return places
      .filter(([place]) => place !== here)
      .map(([place]) => {
        const near = places.reduce((all, [each, weight]) => {
          const away = Math.abs(each - place);
          return all + (away === 0 ? weight : (BESIDE * weight) / away);
        }, 0);
        return [{ file, place, variant: 0 }, near / sum];
      });
  }
}
