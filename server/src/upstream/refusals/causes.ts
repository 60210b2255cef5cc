import type { EndpointErrorKind, Speaker } from '../../domain/endpointError.ts';
import type { RefusalText } from './refusalText.ts';

/** Everything that a cause is told by. */
export interface Evidence extends RefusalText {
  /** The status of the answer, or the one that its body names; absent for an error inside a 200 that names none. */
  readonly told: number | undefined;
  readonly speaker: Speaker;
}

/** How a cause shows: in a code, in words, in one of some statuses, or by more than that. */
interface Cause {
  readonly kind: EndpointErrorKind;
  readonly codes?: RegExp;
  readonly words?: RegExp;
  /** Words count under these statuses only; absent: under any. */
  readonly under?: readonly number[];
  readonly statuses?: readonly number[];
  readonly by?: (evidence: Evidence) => boolean;
}

const CLIENT_FAULTS = [400, 403, 404, 405, 422, 500, 501] as const;

/** The causes in the order in which they are looked for: the first that shows is it. Words are in lower case. */
const CAUSES: readonly Cause[] = [
  { kind: 'proxyLogin', statuses: [407] },
  {
    kind: 'proxyRefused',
    by: ({ speaker, told = 200 }) => speaker === 'proxy' && told !== 429,
  },
  { kind: 'redirected', by: ({ told = 0 }) => told >= 300 && told < 400 },
  { kind: 'noConsent', statuses: [428] },
  { kind: 'retired', statuses: [410] },
  {
    kind: 'contextFull',
    codes:
      /contextlengthexceeded|exceedcontextsize|stringabovemaxlength|requesttoolarge|promptolong|prompttoolong/,
    words:
      /(?:maximum|max|model'?s?|available|\bexceed[a-z]{0,8}( the)?( \w{1,20})?) context (?:length|size|window)|context (?:length|size|window)[^.]{0,60}(?:exceed|overflow|only|too|maximum|limit)|exceeds?[^.]{0,40}(?:n_ctx|context (?:length|size|window))|(?:prompt|input|request|messages?)[^.]{0,30} (?:is |are )?too (?:long|large)|too many (?:input |prompt )?tokens(?! (?:per|for team))|reduce (?:the length|your (?:prompt|message))|inputs?` ?tokens \+ `?max_new_tokens|`?inputs`? must have less than|tokens to keep from the initial prompt|input length[^.]{0,40}(?:exceeds?|larger|longer)|range of input length|larger than the (?:maximum|context)|context the overflows|requested tokens[^.]{0,20}exceed/,
    under: [400, 413, 422, 429, 500, 200],
  },
  { kind: 'contextFull', statuses: [413] },
  {
    kind: 'rateLimited',
    by: ({ told, words, codes }) =>
      told === 429 &&
      !has(codes, /insufficientquota/) &&
      /retry in \d|"?retrydelay|per (?:minute|second|hour|day)\b|free_tier/.test(words),
  },
  {
    kind: 'outOfCredit',
    codes:
      /insufficientquota|insufficientbalance|insufficientcredits?|billinghardlimit|budgetexceeded|arrearage|creditbalance|paymentrequired|billingnotactive|quotaexhausted/,
    words:
      /insufficient[_ ](?:account )?(?:quota|balance|credit|funds)|credit balance is too low|exceeded your current quota|out of credits?|(?:no|not enough|used all(?: \w+)?|requires? more|run out of|lack of|available) credits?\b|spending limit|budget has been exceeded|exceeded[^.]{0,20} budget|key limit exceeded|payment (?:is )?required|billing (?:hard limit|details|account|is not active|not enabled)|account is not active|overdue|in arrears|余额不足|欠费|balance (?:is )?(?:not enough|insufficient|too low)/,
    under: [400, 401, 403, 429, 200],
  },
  { kind: 'outOfCredit', statuses: [402] },
  {
    kind: 'rateLimited',
    codes: /ratelimit|toomanyrequests|throttling|requestsratetoohigh/,
    words: /rate[- ]?limit|too many requests|requests? per (?:minute|second|day)|throttl/,
    under: [403, 200],
  },
  { kind: 'rateLimited', statuses: [429] },
  {
    kind: 'loading',
    words:
      /(?:is |still |currently )?loading (?:the )?model|model[^.]{0,60} (?:is )?(?:currently |still )?(?:loading|starting|warming)|warming up|cold start/,
    under: [503, 500, 425, 409, 200],
  },
  {
    kind: 'cannotRun',
    words:
      /requires more (?:system |gpu |video )?memory|(?:not enough|insufficient) (?:system |gpu |video |free )?(?:memory|v?ram)|cuda(?: error)?: out of memory|cudamalloc failed|failed to allocate (?:compute|kv|buffer|memory)|runner process (?:has terminated|no longer running)|(?:failed|unable) to load (?:the )?model\b|error loading model\b/,
    under: [400, 404, 500, 503, 200],
  },
  {
    kind: 'moderated',
    codes:
      /contentfilter|contentpolicy|responsibleaipolicy|datainspectionfailed|moderation|guardrail|contentblocked|safety/,
    words:
      /content (?:management |usage )?(?:policy|filter)|inappropriate content|flagged|moderation|safety (?:system|settings|filter)|guardrail|blocked due to|prohibited content/,
    under: [400, 403, 422, 451, 200],
  },
  {
    kind: 'wrongApi',
    codes: /operationnotsupported|notsupportederror|notimplemented|unsupportedendpoint/,
    words:
      /(?:is|this is) (?:a|not a) chat model|did you mean to use|does(?: not|n't) support (?:insert|infill|fim|chat|completions?|suffix|the requested operation)|(?:infill|suffix|fim)[^.]{0,50} (?:is |are )?not (?:currently )?(?:supported|available)|operation does not work with the specified model|unexpected endpoint|unknown endpoint|chat template|prompt template|only supported in v1\/|not supported (?:in|on|via|with) the (?:v1\/)?(?:chat|completions)/,
    under: [...CLIENT_FAULTS, 200],
  },
  {
    kind: 'noModel',
    codes:
      /modelnotfound|modelnotexist|deploymentnotfound|invalidmodel|unknownmodel|modelnotopen|unsupportedmodel|modelnotsupported|resourcenotfoundexception/,
    words:
      /models?\b(?:[^.\n]|\.(?! )){0,100}(?:not found|not exist|(?:doesn'?t|does not) exist|no longer|unknown|not (?:a )?valid|is not available|not supported|not loaded|not open|deprecated|decommissioned|couldn'?t be found)|(?:no|unknown|invalid|unsupported|cannot find|could not find|no such) models?\b|no models? (?:is |are )?(?:currently )?loaded|not (?:a )?(?:valid|known) model|try pulling|no endpoints found|on-demand throughput|deployment[^.]{0,60}(?:does not exist|not found)|does not support generate/,
    under: [...CLIENT_FAULTS, 200],
  },
  {
    kind: 'unauthorized',
    codes:
      /invalidapikey|apikeyinvalid|incorrectapikey|authenticationerror|unauthenticated|missingapikey|invalidauthentication|invalidtoken|tokenexpired|accessdeniedexception\b/,
    words:
      /(?:invalid|incorrect|missing|wrong|no|expired|bad|provide (?:an?|your)|valid|unknown|revoked|disabled)[^.\n]{0,30}(?:api[-_ ]?keys?|auth\w*|access tokens?|bearer|credentials|subscription key)|api[-_ ]?key[^.\n]{0,40}(?:invalid|expired|not valid|not found|missing|required|incorrect|disabled)|unauthori[sz]ed|unauthenticated|not authenticated|must (?:be logged|log) in/,
    under: [400, 403, 422, 200],
    by: ({ speaker }) => speaker === 'server',
  },
  { kind: 'unauthorized', statuses: [401] },
  { kind: 'forbidden', statuses: [403, 451] },
  { kind: 'wrongApi', statuses: [404, 405, 501] },
  {
    kind: 'server',
    codes: /servererror|internalerror|overloaded|serviceunavailable|enginedead|unavailable/,
    words:
      /overloaded|internal (?:server )?error|at capacity|try again later|temporarily unavailable|out of memory/,
    under: [200, 400, 498, 499],
  },
  {
    kind: 'server',
    by: ({ told = 0 }) => told === 408 || told === 409 || told === 425 || told >= 498,
  },
  { kind: 'rejected', by: ({ told = 0 }) => told >= 400 },
];

/** The cause of a refusal; `undefined` for an error inside a 200 that nothing is known of. */
export const causeOf = (evidence: Evidence): EndpointErrorKind | undefined =>
  CAUSES.find((cause) => shows(cause, evidence))?.kind;

function shows({ codes, words, under, statuses, by }: Cause, evidence: Evidence): boolean {
  const { told = 200 } = evidence;
  if (statuses?.includes(told)) return true;
  if (codes === undefined && words === undefined) return by?.(evidence) ?? false;
  if (under !== undefined && !under.includes(told)) return false;
  if (by !== undefined && !by(evidence)) return false;
  return (
    (codes !== undefined && has(evidence.codes, codes)) || (words?.test(evidence.words) ?? false)
  );
}

const has = (codes: ReadonlySet<string>, pattern: RegExp): boolean =>
  [...codes].some((code) => pattern.test(code));
