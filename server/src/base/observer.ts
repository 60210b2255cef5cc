/** Receives what a mechanism announces. Must not throw and must not wait. */
export type Observer<Event> = (event: Event) => void;
