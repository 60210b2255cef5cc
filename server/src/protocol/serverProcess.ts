/**
 * How whoever starts the server's process should tell Node to run it. Most of what a request makes is garbage at once: a
 * small young generation keeps that from growing the process by some 30 MB, and a collection of it takes less than a
 * millisecond.
 */
export const NODE_ARGUMENTS: readonly string[] = ['--max-semi-space-size=1'];

/**
 * The environment variables that the server's process should have besides: one arena for glibc's malloc, which else keeps
 * the memory freed by each thread in pieces of its own (some 10 MB with a full index). Other platforms ignore it.
 */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' };
