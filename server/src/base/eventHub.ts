import type { Disposable } from './disposable.ts';
import type { Observer } from './observer.ts';

/** Passes events on to those who listen for their kind, in the order in which they began to listen. */
export class EventHub<Event extends { readonly kind: string }> {
  readonly #byKind = new Map<string, readonly Observer<Event>[]>();
  #forAll: readonly Observer<Event>[] = [];

  /** Tells an observer of every event, until disposed of. */
  onAny(observer: Observer<Event>): Disposable {
    this.#forAll = [...this.#forAll, observer];
    return {
      dispose: () => {
        this.#forAll = this.#forAll.filter((each) => each !== observer);
      },
    };
  }

  /** Tells an observer of the events of some kinds. */
  on<Kind extends Event['kind']>(
    kinds: readonly Kind[],
    observer: Observer<Extract<Event, { readonly kind: Kind }>>,
  ): void {
    for (const kind of kinds) {
      this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), observer as Observer<Event>]);
    }
  }

  readonly emit = (event: Event): void => {
    for (const observer of this.#forAll) observer(event);
    for (const observer of this.#byKind.get(event.kind) ?? []) observer(event);
  };
}
