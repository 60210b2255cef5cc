/**
 * The end that a server's word stands for: the model's own (`stop`), a limit (`length`), a refusal of the text (`moderated`),
 * a failure of the server (`broken`).
 */
export type ServerEnding = 'stop' | 'length' | 'moderated' | 'broken';

/** The words in use at OpenAI, Anthropic, Gemini, Mistral, Cohere, TGI, vLLM, SGLang, Ollama, llama.cpp, DeepSeek, Zhipu, without case, blanks and strokes. */
const WORDS: Readonly<Record<ServerEnding, readonly string[]>> = {
  stop: [
    'stop',
    'stopped',
    'eos',
    'eostoken',
    'eot',
    'endturn',
    'endofturn',
    'endoftext',
    'endofsequence',
    'stopsequence',
    'stopword',
    'stoptoken',
    'stopstring',
    'word',
    'complete',
    'completed',
    'finish',
    'finished',
    'done',
    'end',
    'natural',
    'pauseturn',
  ],
  length: [
    'length',
    'limit',
    'maxtokens',
    'maxoutputtokens',
    'maxnewtokens',
    'maxlength',
    'modellength',
    'tokenlimit',
    'contextlength',
    'modelcontextwindowexceeded',
    'truncated',
    'timelimit',
    'toolcalls',
    'tooluse',
    'functioncall',
    'malformedfunctioncall',
  ],
  moderated: [
    'contentfilter',
    'contentfiltered',
    'filtered',
    'safety',
    'recitation',
    'blocklist',
    'prohibitedcontent',
    'spii',
    'language',
    'refusal',
    'sensitive',
    'guardrailintervened',
    'errortoxic',
  ],
  broken: [
    'error',
    'failed',
    'failure',
    'abort',
    'aborted',
    'cancel',
    'cancelled',
    'canceled',
    'timeout',
    'networkerror',
    'insufficientsystemresource',
    'errorlimit',
    'usercancel',
    'internalerror',
  ],
};

const byWord = new Map<string, ServerEnding>(
  (Object.keys(WORDS) as ServerEnding[]).flatMap((ending) =>
    WORDS[ending].map((word) => [word, ending] as const),
  ),
);
/** No word of the table is as long. */
const MAX_WORD = 64;

/** Reads a server's word for the end of an answer; an empty or unknown one is no end. */
export function endingOf(word: unknown): ServerEnding | undefined {
  if (typeof word !== 'string' || word.length > MAX_WORD) return undefined;
  return byWord.get(word.toLowerCase().replace(/[\s_.-]/g, ''));
}
