import type { EventHub } from '../base/eventHub.ts';
import type { Operation } from '../domain/operation.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { endpointProblem } from '../protocol/endpointProblem.ts';
import { plain } from '../protocol/plainText.ts';
import { TIER_PROBLEMS } from '../protocol/tierProblem.ts';
import type { Say } from './messages.ts';

type TierDown = Extract<MetricsEvent, { readonly kind: 'tierDown' }>;
type Of<Kind> = Extract<MetricsEvent, { readonly kind: Kind }>;
type Told =
  | Of<'sent'>
  | Of<'answered'>
  | Of<'failed'>
  | TierDown
  | Of<'tierUp'>
  | Of<'tierSetAside'>;

/** The advice for whoever runs the gateway, by kind of failure; one that is not here is of one request, or passes by itself. */
const ADVICE: Readonly<Record<string, string>> = {
  unreachable:
    'Check that it is running, and its `url`. If both are right, let this process open more files (`ulimit -n`).',
  untrusted: 'Name the file of its authority in the environment variable NODE_EXTRA_CA_CERTS.',
  oldTls: 'It has to speak TLS 1.2 or newer.',
  notTls: 'Write http in its `url`, or the port at which it speaks https.',
  unencrypted:
    'Write https in its `url`; over http, keys are sent only within this machine and its own network.',
  unsendable: 'Set its key again without line breaks or quotes, or correct its `headers`.',
  redirected: 'Write the address that it names as its `url`, if you trust that one.',
  proxyLogin: 'Put them into the address in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY.',
  proxyRefused: 'Have the proxy allow this address, or leave it out with NO_PROXY.',
  proxyUnreachable: 'Check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.',
  timeout: 'Use a smaller model, or raise `limits.requestSeconds`.',
  server: 'Look into the log of that server.',
  outOfCredit: 'Add credit to the account, or use the key of another one.',
  unauthorized:
    'Check `apiKeyEnv` or `apiKeyFile`; a changed variable holds after a restart of the gateway.',
  forbidden: 'Check what its key may do, or write another `model`.',
  noModel: 'Check its `model` and `completionModel`, or load the model there.',
  cannotRun: 'Give that server more memory, or write a smaller `model`.',
  wrongApi: 'Check its `url`, `provider` and `completionApi`.',
  retired: 'Replace it.',
  malformed: 'Check its `provider` and `url`.',
  noAnswer: 'Check its `provider` and `url`.',
};

/** Where the gateway's own bounds are others than the editor's. */
const OWN_WORDS: Readonly<Record<string, string>> = { oldTls: 'does not support TLS 1.2' };

/**
 * Tells whoever runs the gateway what is wrong with model servers and caches: once when it begins, and once when it is over. Callers are
 * told less, and told to ask here.
 */
export class EngineNews {
  readonly #log: Say;
  /** The error that was told last of each model that has not answered since, by what it is about, and whether it was asked since. */
  readonly #failing = new Map<string, { readonly error: string; wasAsked: boolean }>();
  /** The operations that models of endpoints do not have, as that was told. */
  readonly #absent = new Set<string>();

  constructor(log: Say) {
    this.#log = log;
  }

  listenTo(events: EventHub<MetricsEvent>): void {
    events.on(['sent', 'answered', 'failed', 'tierDown', 'tierUp', 'tierSetAside'], this.#observe);
  }

  /** Under other settings, what is still wrong is told again. */
  forget(): void {
    this.#failing.clear();
    this.#absent.clear();
  }

  readonly #observe = (event: Told): void => {
    if (event.kind === 'sent') this.#sent(event);
    else if (event.kind === 'answered') this.#answered(event);
    // What is sent once more in another form has not failed yet.
    else if (event.kind === 'failed' && event.isToChange !== true) this.#failed(event);
    else if (event.kind === 'tierDown') this.#log(tierDown(event), aboutTier(event));
    else if (event.kind === 'tierUp')
      this.#log(plain`The ${event.tier} cache works again.`, aboutTier(event));
    else if (event.kind === 'tierSetAside')
      this.#log(plain`The ${event.tier} cache could not be read: it begins empty.`);
  };

  #sent(event: Of<'sent'>): void {
    const failing = this.#failing.get(aboutModel(event));
    if (failing !== undefined) failing.wasAsked = true;
  }

  #answered(event: Of<'answered'>): void {
    const { operation } = event;
    const about = aboutModel(event);
    // An answer to what it was asked before says nothing of now.
    if (this.#failing.get(about)?.wasAsked === true) {
      this.#failing.delete(about);
      this.#log(`${modelText(event)} answers again.`, about);
    }
    if (operation === undefined) return;
    const aboutIt = `${about}, ${operation}`;
    if (this.#absent.delete(aboutIt))
      this.#log(`${modelText(event)} answers at ${ADDRESSES[operation]} now.`, aboutIt);
  }

  #failed(event: Of<'failed'>): void {
    const { error, status, operation, retryAfterMs } = event;
    if (operation !== undefined && NOT_THERE[error] !== undefined) {
      this.#lacks(event, operation);
      return;
    }
    const advice = error === 'rateLimited' ? askedAgain(retryAfterMs) : ADVICE[error];
    const about = aboutModel(event);
    if (advice === undefined) return;
    const isTold = this.#failing.get(about)?.error === error;
    this.#failing.set(about, { error, wasAsked: false });
    if (isTold) return;
    const problem = OWN_WORDS[error] ?? endpointProblem(error);
    this.#log(`${modelText(event)}: it ${problem}${statusText(status)}. ${advice}`, about);
  }

  /** Requests of other kinds go on: the endpoint is not at fault. */
  #lacks(event: Of<'failed'>, operation: Operation): void {
    const about = `${aboutModel(event)}, ${operation}`;
    if (this.#absent.has(about)) return;
    this.#absent.add(about);
    const lack = NOT_THERE[event.error];
    const advice = ADVICE[event.error];
    this.#log(
      `${modelText(event)}: it ${lack} ${ADDRESSES[operation]}${statusText(event.status)}; other requests go on. If it should: ${advice}`,
      about,
    );
  }
}

/** A server may name hours, and mean it. */
const askedAgain = (inMs = 0): string =>
  inMs < LONG_MS
    ? 'It is asked again when the limit allows it.'
    : `It is asked again in ${Math.ceil(inMs / 60_000)} minutes, as it wants.`;
const LONG_MS = 90_000;

/** How an endpoint can lack an operation alone: see `isOfOperation`. */
const NOT_THERE: Readonly<Record<string, string>> = {
  wrongApi: 'does not offer',
  noModel: 'does not have this model for',
};

/** The addresses by which clients ask for operations. */
const ADDRESSES: Readonly<Record<Operation, string>> = {
  chat: '/v1/chat/completions',
  text: '/v1/completions',
  fill: '/v1/completions with `suffix`',
  embeddings: '/v1/embeddings',
};

interface Model {
  readonly endpointId: string;
  readonly model: string;
}

const statusText = (status: number | undefined): string =>
  status === undefined ? '' : ` (HTTP ${status})`;
const modelText = ({ endpointId, model }: Model): string =>
  plain`Endpoint “${endpointId}”, model “${model}”`;
const aboutModel = ({ endpointId, model }: Model): string => `endpoint ${endpointId}, ${model}`;
const aboutTier = ({ tier }: Pick<TierDown, 'tier'>): string => `cache ${tier}`;

function tierDown({ tier, reason }: TierDown): string {
  if (reason === undefined) return plain`The ${tier} cache is not used for a while.`;
  return plain`The ${tier} cache is not used for a while, because ${TIER_PROBLEMS[reason]}.`;
}
