/** How an endpoint can fail, and how the user can mend it; names of settings are marked as Markdown has them. */
const PROBLEMS: Readonly<Record<string, readonly [problem: string, advice: string]>> = {
  unreachable: ['cannot be reached', 'Check that it is running and that its `url` is correct.'],
  untrusted: [
    'has a certificate that is not trusted',
    'Add its authority with `aurelis.requests.certificatesPath`.',
  ],
  oldTls: [
    'does not support TLS 1.3',
    'Set `aurelis.requests.minTlsVersion` to `TLSv1.2` to allow it.',
  ],
  timeout: [
    'takes too long to answer',
    'Use a smaller model, or raise `aurelis.requests.timeoutSeconds`.',
  ],
  server: ['reports a server error', 'Look into the log of that server.'],
  rateLimited: ['has reached its rate limit', 'It is used again when the limit allows it.'],
  unauthorized: ['refuses the API key', 'Set it with “Aurelis: Set API Key…”.'],
  retired: ['no longer exists', 'Replace it in `aurelis.endpoints`.'],
  rejected: ['does not accept the request', 'Check its `model` in `aurelis.endpoints`.'],
  malformed: [
    'sends answers that cannot be read',
    'Check its `provider` and `url` in `aurelis.endpoints`.',
  ],
  tooLong: [
    'cannot take a request of this length',
    'Raise `limits.inputTokens` in `aurelis.endpoints`.',
  ],
};

/** Completes the sentence "The endpoint …" for a kind of error. */
export const endpointProblem = (error: string): string =>
  PROBLEMS[error]?.[0] ?? 'does not answer as expected';

/** One sentence of what to do about a kind of error. */
export const endpointAdvice = (error: string): string =>
  PROBLEMS[error]?.[1] ?? 'Open the log with “Aurelis: Show Log”.';
