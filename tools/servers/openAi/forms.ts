/** JSON as it came: nothing is known of it. */
export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The list under a name; none where there is something else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Epoch seconds at which everything was made here: equal requests have equal answers. */
export const CREATED = 1_754_000_000;
export const FINGERPRINT = 'fp_44709d6fcb';

/** The usage of a request, with the details that OpenAI gives. */
export const usageOf = (prompt: number, completion: number): Members => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});
