import type { RelayOperation } from '../../domain/relay.ts';

/** Parameters of both kinds of completions. */
const BOTH = [
  'model',
  'stream',
  'stream_options',
  'frequency_penalty',
  'presence_penalty',
  'logit_bias',
  'logprobs',
  'max_tokens',
  'n',
  'seed',
  'stop',
  'temperature',
  'top_p',
  'user',
];

/** The parameters of OpenAI's reference for each operation (“Create chat completion”, “Create completion”, “Create embeddings”). */
const PARAMETERS: Readonly<Record<RelayOperation, ReadonlySet<string>>> = {
  chat: new Set([
    ...BOTH,
    'messages',
    'audio',
    'function_call',
    'functions',
    'max_completion_tokens',
    'metadata',
    'modalities',
    'moderation',
    'parallel_tool_calls',
    'prediction',
    'prompt_cache_key',
    'prompt_cache_options',
    'prompt_cache_retention',
    'reasoning_effort',
    'response_format',
    'safety_identifier',
    'service_tier',
    'store',
    'tool_choice',
    'tools',
    'top_logprobs',
    'verbosity',
    'web_search_options',
  ]),
  text: new Set([...BOTH, 'prompt', 'suffix', 'best_of', 'echo']),
  embeddings: new Set(['model', 'input', 'dimensions', 'encoding_format', 'user']),
};

export const knownParameters = (operation: RelayOperation): ReadonlySet<string> =>
  PARAMETERS[operation];
