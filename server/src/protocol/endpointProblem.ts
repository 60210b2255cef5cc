/** The buttons that may stand beside a problem. */
export type ProblemButton = 'Open Settings' | 'Set API Key' | 'Try Again' | 'Use Chat';

interface Mending {
  /** One sentence of what to do. */
  readonly advice: string;
  /** The setting that mends it. */
  readonly setting?: string;
  /** True where the user is told once, in a message: what does not pass by itself. */
  readonly isTold?: true;
  readonly buttons?: readonly ProblemButton[];
}

const ENDPOINTS = 'aurelis.endpoints';

/** How an endpoint can fail: completes the sentence "The endpoint …". */
const PROBLEMS: Readonly<Record<string, string>> = {
  unreachable: 'cannot be reached',
  untrusted: 'has a certificate that is not trusted',
  oldTls: 'does not support TLS 1.3',
  notTls: 'answers without encryption at an https address',
  unencrypted: 'is reached without encryption, so its API key is not sent',
  unsendable:
    'cannot be sent a request, because the key or a header has a character that HTTP does not allow',
  redirected: 'sends requests on to another address, and no key is sent there',
  proxyLogin: 'is behind a proxy that wants a name and a password',
  proxyRefused: 'is behind a proxy that refuses the request',
  proxyUnreachable: 'cannot be reached, because the proxy on the way does not answer',
  timeout: 'takes too long to answer',
  server: 'reports a server error',
  loading: 'is loading its model',
  rateLimited: 'has reached its rate limit',
  queueFull: 'was not asked, because too many requests wait',
  shortOfMemory: 'was not asked, because Aurelis is short of memory',
  outOfCredit: 'has no credit left for this key',
  unauthorized: 'refuses the API key',
  forbidden: 'does not allow this account to use the model',
  noConsent: 'needs your consent before the models of the editor are used',
  moderated: 'refuses this text by its content filter',
  noModel: 'does not have the model that is set',
  cannotRun: 'cannot run the model that is set',
  wrongApi: 'does not answer at this address, or not for this model',
  retired: 'no longer exists',
  rejected: 'does not accept the request',
  malformed: 'sends answers that cannot be read',
  noAnswer: 'sends something that is no answer of a model',
  onlyThought: 'spent all tokens of its answer on thinking',
  tooLong: 'cannot take a request of this length',
  contextFull: 'has a context that is too small for the request',
  paused: 'is paused by you',
};

/** How the user can mend each. The panel needs the problems alone. */
const REMEDIES: Readonly<Record<string, Mending>> = {
  unreachable: {
    advice: 'Check that it is running and that its url is correct.',
    setting: ENDPOINTS,
  },
  untrusted: {
    advice: 'Add its authority with aurelis.requests.certificatesPath.',
    setting: 'aurelis.requests.certificatesPath',
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  oldTls: {
    advice: 'Set aurelis.requests.minTlsVersion to TLSv1.2 to allow it.',
    setting: 'aurelis.requests.minTlsVersion',
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  notTls: {
    advice: 'Use http in its `url`, or the port at which it speaks https.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  unencrypted: {
    advice:
      'Use https in its `url`. To send the key anyway, run “Aurelis: Restart Server” and choose “Send Anyway” when you are asked.',
    setting: ENDPOINTS,
  },
  unsendable: {
    advice:
      'Set the key again without line breaks, quotes or invisible characters, or correct `headers`.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Set API Key', 'Open Settings'],
  },
  redirected: {
    advice: 'Set its `url` to the address that it names, if you trust that one.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  proxyLogin: {
    advice:
      'Put them into the address in http.proxy, set http.proxyAuthorization, or ask your administrator.',
    setting: 'http.proxy',
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  proxyRefused: {
    advice: 'Ask your administrator to allow this address, or leave it out with http.noProxy.',
    setting: 'http.noProxy',
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  proxyUnreachable: {
    advice:
      'Check the address in http.proxy, or the variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.',
    setting: 'http.proxy',
  },
  timeout: {
    advice:
      'Use a smaller model, or raise aurelis.requests.firstWordSeconds, the time until an answer begins.',
    setting: 'aurelis.requests.firstWordSeconds',
  },
  server: { advice: 'Look into the log of that server.' },
  loading: { advice: 'It is used as soon as the model is there.' },
  rateLimited: {
    advice: 'It is used again when the limit allows it.',
  },
  queueFull: {
    advice: 'Wait a moment, or raise aurelis.requests.queueLimit.',
    setting: 'aurelis.requests.queueLimit',
  },
  shortOfMemory: {
    advice: 'Close some files, or raise aurelis.limits.memoryMegabytes.',
    setting: 'aurelis.limits.memoryMegabytes',
  },
  outOfCredit: {
    advice: 'Add credit to the account with its provider, or set the key of another account.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Try Again', 'Set API Key'],
  },
  unauthorized: {
    advice:
      'Set it with “Aurelis: Set API Key…”, or by `apiKeyEnv` or `apiKeyFile` in `aurelis.endpoints`.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Set API Key', 'Try Again'],
  },
  forbidden: {
    advice:
      'Check with its provider what this key may do, or choose another model in `aurelis.endpoints`.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Set API Key', 'Try Again'],
  },
  noConsent: {
    advice:
      'Ask for a suggestion with Alt+\\ (Trigger Inline Suggestion), and allow it when you are asked.',
  },
  moderated: {
    advice: 'Other places are still completed. Use another model for this file.',
    setting: ENDPOINTS,
  },
  noModel: {
    advice: 'Check `model` and `completionModel` in `aurelis.endpoints`, or load the model there.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  cannotRun: {
    advice: 'Use a smaller model, give it more memory, or download the model again.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  wrongApi: {
    advice: 'Check its `url`, `provider` and `completionApi` in `aurelis.endpoints`.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Use Chat', 'Try Again'],
  },
  retired: {
    advice: 'Replace it in aurelis.endpoints.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings'],
  },
  rejected: {
    advice: 'Check its model in aurelis.endpoints.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Use Chat', 'Try Again'],
  },
  malformed: {
    advice: 'Check its provider and url in aurelis.endpoints.',
    setting: ENDPOINTS,
  },
  noAnswer: {
    advice: 'Check its provider and url in aurelis.endpoints.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Use Chat', 'Try Again'],
  },
  onlyThought: {
    advice: 'Use a model that does not think, or turn its thinking off where it runs.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  tooLong: {
    advice: 'Raise limits.inputTokens in aurelis.endpoints.',
    setting: ENDPOINTS,
  },
  contextFull: {
    advice:
      'Set `limits.inputTokens` of this endpoint in `aurelis.endpoints` to what it takes, or, on a server of your own, start the model with a larger context.',
    setting: ENDPOINTS,
    isTold: true,
    buttons: ['Open Settings', 'Try Again'],
  },
  paused: {
    advice: 'Run “Aurelis: Resume an Endpoint…” to use it again.',
  },
};

/** Completes the sentence "The endpoint …" for a kind of error. */
export const endpointProblem = (error: string): string =>
  PROBLEMS[error] ?? 'does not answer as expected';

/** One sentence of what to do about a kind of error. */
export const endpointAdvice = (error: string): string =>
  REMEDIES[error]?.advice ?? 'Open the log with “Aurelis: Show Log”.';

/** The setting that mends a kind of error, if one does. */
export const mendingSetting = (error: string): string | undefined => REMEDIES[error]?.setting;

/** The buttons beside the message about a kind of error; `undefined` where there is no message. */
export function problemButtons(error: string): readonly ProblemButton[] | undefined {
  const { isTold, buttons = [] } = REMEDIES[error] ?? {};
  return isTold === true ? buttons : undefined;
}
