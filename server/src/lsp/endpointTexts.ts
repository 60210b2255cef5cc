import { UNSENDABLE_KEY } from '../domain/endpointError.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { endpointAdvice, endpointProblem } from '../protocol/endpointProblem.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../protocol/plainText.ts';
import { duration } from '../protocol/wording.ts';

/** A call that failed. */
export type Failure = Extract<MetricsEvent, { readonly kind: 'failed' }>;

type Trouble = Pick<
  Failure,
  'endpointId' | 'error' | 'status' | 'sentence' | 'speaker' | 'retryAfterMs' | 'limit'
>;

/** A limit that holds for less passes before anybody wonders. */
const LONG_LIMIT_MS = 600_000;

const isLongWait = (ms: number | undefined): ms is number =>
  ms !== undefined && ms >= LONG_LIMIT_MS;

/**
 * True for what keeps an endpoint away for so long that its user has to know: a limit of a day, however short a wait is named, which is
 * the least then; a longer wait that a limit names, or a server that is out of service.
 */
export function isLongLimit({ error, status, retryAfterMs, limit }: Trouble): boolean {
  if (error === 'server') return status === 503 && isLongWait(retryAfterMs);
  if (error !== 'rateLimited') return false;
  const { span } = limit ?? {};
  return isLongWait(retryAfterMs) || span === 'day' || span === 'week' || span === 'month';
}

/** More than the usual advice: what the user may not know. */
const ADVICE: Readonly<Record<string, string>> = {
  untrusted:
    'If it belongs to your company, set `aurelis.requests.certificatesPath` to the file of its certificate authority.',
  retired:
    'Replace it in `aurelis.endpoints`, for example by `azure`, by a model of the editor (`vscode-lm`) or by a model server on your own machine (`ollama`, `llamacpp`). Until then suggestions come from your workspace.',
};
/** For editors that keep no keys. */
const WITHOUT_KEYS =
  'Set `apiKeyEnv` or `apiKeyFile` of this endpoint in `aurelis.endpoints`, then restart the server.';
const HEADERS = 'Correct `headers` of this endpoint in `aurelis.endpoints`.';

/** Returns the message about a call that failed. */
export const noticeText = (failure: Failure, canSetKey: boolean): PlainText =>
  troubleText('Aurelis:', failure, canSetKey);

/** Behind a few words of ours: who failed, and how, the server's own words, and what to do. */
export function troubleText(lead: string, failure: Trouble, canSetKey: boolean): PlainText {
  const { endpointId, error } = failure;
  const advice = adviceFor(failure, canSetKey);
  const problem = `${endpointProblem(error)}${codeOf(failure)}`;
  const id = harmless(endpointId, MAX_ID);
  const words = quotation(failure);
  return words === undefined
    ? plain`${lead} the endpoint "${id}" ${problem}. ${advice}`
    : plain`${lead} the endpoint "${id}" ${problem}. ${words} ${advice}`;
}

function adviceFor(trouble: Trouble, canSetKey: boolean): string {
  const { error, sentence, retryAfterMs } = trouble;
  if (isLongLimit(trouble)) {
    const when = isLongWait(retryAfterMs) ? `in ${duration(retryAfterMs)}` : 'later';
    return `It is asked again ${when}; until then it is left alone.`;
  }
  const isKey = sentence === undefined || sentence === UNSENDABLE_KEY;
  if (error === 'unsendable' && !isKey) return HEADERS;
  const needsKey = error === 'unauthorized' || error === 'unsendable';
  return needsKey && !canSetKey ? WITHOUT_KEYS : (ADVICE[error] ?? endpointAdvice(error));
}

const codeOf = ({ status }: Trouble): string => (status === undefined ? '' : ` (HTTP ${status})`);

/** The server's own words, where it has some. */
function quotation({ sentence, speaker, error }: Trouble): string | undefined {
  if (sentence === undefined) return undefined;
  const words = harmless(sentence, MAX_SENTENCE);
  if (error === 'redirected') return `The address is ${words}.`;
  if (error === 'unsendable') return `It is ${words}.`;
  const who = { server: 'It', gateway: 'The gateway in front of it', proxy: 'The proxy' } as const;
  return `${who[speaker ?? 'server']} says: “${words}”${/[.!?]$/.test(words) ? '' : '.'}`;
}

/** Most UTF-16 units of a server's words in a message. */
const MAX_SENTENCE = 240;
