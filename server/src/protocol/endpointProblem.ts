/** The buttons that may stand beside a problem. */
export type ProblemButton = 'Open Settings' | 'Set API Key' | 'Try Again' | 'Use Chat';

interface Problem {
  /** Completes the sentence "The endpoint …". */
  readonly problem: string;
  /** One sentence of what to do. */
  readonly advice: string;
  /** The setting that mends it. */
  readonly setting?: string;
  /** True where the user is told once, in a message: what does not pass by itself. */
  readonly isTold?: true;
  readonly buttons?: readonly ProblemButton[];
}

const ENDPOINTS = 'aurelis.endpoints';

/** How an endpoint can fail, and how the user can mend it. */
const PROBLEMS: Readonly<Record<string, Problem>> = {
  unreachable: {
    problem: 'cannot be reached',
    advice: 'Check that it is running and that its url is correct.',
    setting: ENDPOINTS,
  },
  untrusted: {
    problem: 'has a certificate that is not trusted',
    advice: 'Add its authority with aurelis.requests.certificatesPath.',
    setting: 'aurelis.requests.certificatesPath',
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  oldTls: {
    problem: 'does not support TLS 1.3',
    advice: 'Set aurelis.requests.minTlsVersion to TLSv1.2 to allow it.',
    setting: 'aurelis.requests.minTlsVersion',
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  notTls: {
    problem: 'answers without encryption at an https address',
    advice: 'Use http in its `url`, or the port at which it speaks https.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  unencrypted: {
    problem: 'is reached without encryption, so its API key is not sent',
    advice:
      'Use https in its `url`. To send the key anyway, run “Aurelis: Restart Server” and choose “Send Anyway” when you are asked.',
    setting: ENDPOINTS,
  },
  unsendable: {
    problem:
      'cannot be sent a request, because the key or a header has a character that HTTP does not allow',
    advice:
      'Set the key again without line breaks, quotes or invisible characters, or correct `headers`.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Set API Key', 'Open Settings'],
  },
  redirected: {
    problem: 'sends requests on to another address, and no key is sent there',
    advice: 'Set its `url` to the address that it names, if you trust that one.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  proxyLogin: {
    problem: 'is behind a proxy that wants a name and a password',
    advice:
      'Put them into the address in http.proxy, set http.proxyAuthorization, or ask your administrator.',
    setting: 'http.proxy',
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  proxyRefused: {
    problem: 'is behind a proxy that refuses the request',
    advice: 'Ask your administrator to allow this address, or leave it out with http.noProxy.',
    setting: 'http.noProxy',
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  proxyUnreachable: {
    problem: 'cannot be reached, because the proxy on the way does not answer',
    advice:
      'Check the address in http.proxy, or the variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.',
    setting: 'http.proxy',
  },
  timeout: {
    problem: 'takes too long to answer',
    advice:
      'Use a smaller model, or raise aurelis.requests.firstWordSeconds, the time until an answer begins.',
    setting: 'aurelis.requests.firstWordSeconds',
  },
  server: { problem: 'reports a server error', advice: 'Look into the log of that server.' },
  loading: { problem: 'is loading its model', advice: 'It is used as soon as the model is there.' },
  rateLimited: {
    problem: 'has reached its rate limit',
    advice: 'It is used again when the limit allows it.',
  },
  queueFull: {
    problem: 'was not asked, because too many requests wait',
    advice: 'Wait a moment, or raise aurelis.requests.queueLimit.',
    setting: 'aurelis.requests.queueLimit',
  },
  outOfCredit: {
    problem: 'has no credit left for this key',
    advice: 'Add credit to the account with its provider, or set the key of another account.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Try Again', 'Set API Key'],
  },
  unauthorized: {
    problem: 'refuses the API key',
    advice:
      'Set it with “Aurelis: Set API Key…”, or by `apiKeyEnv` or `apiKeyFile` in `aurelis.endpoints`.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Set API Key', 'Try Again'],
  },
  forbidden: {
    problem: 'does not allow this account to use the model',
    advice:
      'Check with its provider what this key may do, or choose another model in `aurelis.endpoints`.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Set API Key', 'Try Again'],
  },
  noConsent: {
    problem: 'needs your consent before the models of the editor are used',
    advice:
      'Ask for a suggestion with Alt+\\ (Trigger Inline Suggestion), and allow it when you are asked.',
  },
  moderated: {
    problem: 'refuses this text by its content filter',
    advice: 'Other places are still completed. Use another model for this file.',
    setting: ENDPOINTS,
  },
  noModel: {
    problem: 'does not have the model that is set',
    advice: 'Check `model` and `completionModel` in `aurelis.endpoints`, or load the model there.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  cannotRun: {
    problem: 'cannot run the model that is set',
    advice: 'Use a smaller model, give it more memory, or download the model again.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  wrongApi: {
    problem: 'does not answer at this address, or not for this model',
    advice: 'Check its `url`, `provider` and `completionApi` in `aurelis.endpoints`.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Use Chat', 'Try Again'],
  },
  retired: {
    problem: 'no longer exists',
    advice: 'Replace it in aurelis.endpoints.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings'],
  },
  rejected: {
    problem: 'does not accept the request',
    advice: 'Check its model in aurelis.endpoints.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Use Chat', 'Try Again'],
  },
  malformed: {
    problem: 'sends answers that cannot be read',
    advice: 'Check its provider and url in aurelis.endpoints.',
    setting: ENDPOINTS,
  },
  noAnswer: {
    problem: 'sends something that is no answer of a model',
    advice: 'Check its provider and url in aurelis.endpoints.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Use Chat', 'Try Again'],
  },
  onlyThought: {
    problem: 'spent all tokens of its answer on thinking',
    advice: 'Use a model that does not think, or turn its thinking off where it runs.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  tooLong: {
    problem: 'cannot take a request of this length',
    advice: 'Raise limits.inputTokens in aurelis.endpoints.',
    setting: ENDPOINTS,
  },
  contextFull: {
    problem: 'has a context that is too small for the request',
    advice:
      'Set `limits.inputTokens` of this endpoint in `aurelis.endpoints` to what it takes, or, on a server of your own, start the model with a larger context.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  paused: {
    problem: 'is paused by you',
    advice: 'Run “Aurelis: Resume an Endpoint…” to use it again.',
  },
};

/** Completes the sentence "The endpoint …" for a kind of error. */
export const endpointProblem = (error: string): string =>
  PROBLEMS[error]?.problem ?? 'does not answer as expected';

/** One sentence of what to do about a kind of error. */
export const endpointAdvice = (error: string): string =>
  PROBLEMS[error]?.advice ?? 'Open the log with “Aurelis: Show Log”.';

/** The setting that mends a kind of error, if one does. */
export const mendingSetting = (error: string): string | undefined => PROBLEMS[error]?.setting;

/** The buttons beside the message about a kind of error; `undefined` where there is no message. */
export function problemButtons(error: string): readonly ProblemButton[] | undefined {
  const { isTold, buttons = [] } = PROBLEMS[error] ?? {};
  return isTold === true ? buttons : undefined;
}
