/** Most different lines that are logged. */
const MAX_LINES = 200;

/** Logs each line once, so that a client that sends the same again and again does not fill the log. */
export class LogOnce {
  readonly #logged = new Set<string>();

  add<Line extends string>(line: Line, log: (line: Line) => void): void {
    if (this.#logged.has(line) || this.#logged.size >= MAX_LINES) return;
    this.#logged.add(line);
    try {
      log(line);
    } catch {
      // The connection is closed: nobody reads the log.
    }
  }
}
