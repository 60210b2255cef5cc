/** Where lines for the user's log go. No line carries code, prompts, completions, keys or paths. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
