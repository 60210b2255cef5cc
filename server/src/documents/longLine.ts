/**
 * Characters of a line that an editor draws: nothing can be seen behind them. What VS Code calls
 * `editor.stopRenderingLineAfter`, as it comes.
 */
export const MAX_DRAWN = 10_000;
