/** The reader of what is written to people may be gone, or its disk full: lines are lost then, and the process goes on. */
export function outliveLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
