/** Events, the earliest first (a binary heap). */
export class EventHeap<Event> {
  readonly #times: number[] = [];
  readonly #events: Event[] = [];

  get nextAt(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  add(at: number, event: Event): void {
    const [times, events] = [this.#times, this.#events];
    let place = times.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = times[parent] ?? 0;
      if (above <= at) break;
      times[place] = above;
      events[place] = events[parent] as Event;
      place = parent;
    }
    times[place] = at;
    events[place] = event;
  }

  /** Only while `nextAt` is finite. */
  take(): Event {
    const [times, events] = [this.#times, this.#events];
    const first = events[0] as Event;
    const at = times.pop() ?? 0;
    const event = events.pop() as Event;
    const count = times.length;
    let place = 0;
    while (2 * place + 1 < count) {
      let child = 2 * place + 1;
      if (child + 1 < count && (times[child + 1] ?? 0) < (times[child] ?? 0)) child++;
      const below = times[child] ?? 0;
      if (below >= at) break;
      times[place] = below;
      events[place] = events[child] as Event;
      place = child;
    }
    if (count > 0) {
      times[place] = at;
      events[place] = event;
    }
    return first;
  }
}
