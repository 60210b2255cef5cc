import type { EventHub } from '../base/eventHub.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { endpointProblem } from '../protocol/endpointProblem.ts';
import { plain } from '../protocol/plainText.ts';
import { TIER_PROBLEMS } from '../protocol/tierProblem.ts';
import type { Say } from './messages.ts';

type TierDown = Extract<MetricsEvent, { readonly kind: 'tierDown' }>;
type Told = Extract<
  MetricsEvent,
  { readonly kind: 'answered' | 'failed' | 'tierDown' | 'tierUp' | 'tierSetAside' }
>;

/** The advice for whoever runs the gateway, by kind of failure; one that is not here is of one request, or passes by itself. */
const ADVICE: Readonly<Record<string, string>> = {
  unreachable: 'Check that it is running, and its `url`.',
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
  rateLimited: 'It is asked again when the limit allows it.',
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
  /** The error that was told last of each endpoint that has not answered since. */
  readonly #failing = new Map<string, string>();

  constructor(log: Say) {
    this.#log = log;
  }

  listenTo(events: EventHub<MetricsEvent>): void {
    events.on(['answered', 'failed', 'tierDown', 'tierUp', 'tierSetAside'], this.#observe);
  }

  /** Under other settings, what is still wrong is told again. */
  forget(): void {
    this.#failing.clear();
  }

  readonly #observe = (event: Told): void => {
    if (event.kind === 'answered') this.#answered(event.endpointId);
    // What is sent once more in another form has not failed yet.
    else if (event.kind === 'failed' && event.isToChange !== true) this.#failed(event);
    else if (event.kind === 'tierDown') this.#log(tierDown(event), aboutTier(event));
    else if (event.kind === 'tierUp')
      this.#log(plain`The ${event.tier} cache works again.`, aboutTier(event));
    else if (event.kind === 'tierSetAside')
      this.#log(plain`The ${event.tier} cache could not be read: it begins empty.`);
  };

  #answered(id: string): void {
    if (this.#failing.delete(id))
      this.#log(plain`Endpoint “${id}” answers again.`, aboutEndpoint(id));
  }

  #failed({ endpointId, error, status, model }: Extract<Told, { readonly kind: 'failed' }>): void {
    const advice = ADVICE[error];
    if (advice === undefined || this.#failing.get(endpointId) === error) return;
    this.#failing.set(endpointId, error);
    const problem = OWN_WORDS[error] ?? endpointProblem(error);
    const what = status === undefined ? problem : `${problem} (HTTP ${status})`;
    const sentence = plain`Endpoint “${endpointId}”, model “${model}”: it ${what}. ${advice}`;
    this.#log(sentence, aboutEndpoint(endpointId));
  }
}

const aboutTier = ({ tier }: Pick<TierDown, 'tier'>): string => `cache ${tier}`;
const aboutEndpoint = (id: string): string => `endpoint ${id}`;

function tierDown({ tier, reason }: TierDown): string {
  if (reason === undefined) return plain`The ${tier} cache is not used for a while.`;
  return plain`The ${tier} cache is not used for a while, because ${TIER_PROBLEMS[reason]}.`;
}
