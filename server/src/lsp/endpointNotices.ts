import { type Connection, MessageType } from 'vscode-languageserver';
import type { Clock } from '../base/clock.ts';
import type { EventHub } from '../base/eventHub.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { mendingSetting, type ProblemButton, problemButtons } from '../protocol/endpointProblem.ts';
import { method } from '../protocol/messages.ts';
import { plain } from '../protocol/plainText.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import { type Failure, isLongLimit, noticeText } from './endpointTexts.ts';
import { serverLog } from './serverLog.ts';
import { tierLogLine, tierMessage } from './tierTexts.ts';
import { UserMessages } from './userMessages.ts';

/** The same trouble is told again if there was an answer meanwhile, and no sooner than after so long. */
const AGAIN_MS = 3_600_000;

type Told = Extract<
  MetricsEvent,
  { readonly kind: 'answered' | 'failed' | 'leftSlow' | 'tierSetAside' | 'tierDown' | 'tierUp' }
>;

/** Troubles that may be of one request alone: where that was an action, its own message tells, as of a limit, and one is enough. */
const ABOUT_ONE_REQUEST: readonly string[] = [
  'rejected',
  'noAnswer',
  'contextFull',
  'onlyThought',
  'moderated',
];

/** The effects of the buttons of a message. */
export interface NoticeRemedies {
  /** Asks an endpoint again at once. */
  readonly tryAgain: (endpointId: string) => void;
  /** Asks an endpoint's model for completions by chat from now on. */
  readonly useChat: (endpointId: string) => void;
  /** Whether that is possible, and another way than now. */
  readonly canUseChat: (endpointId: string) => boolean;
}

const NO_REMEDIES: NoticeRemedies = {
  tryAgain: () => undefined,
  useChat: () => undefined,
  canUseChat: () => false,
};

/** The notices about one endpoint: when each trouble was, and whether it has answered since. */
interface Memory {
  /** The last kind that the log has. */
  logged: string | undefined;
  readonly toldAt: Map<string, number>;
  readonly answered: Set<string>;
}

/**
 * Tells the user about endpoints and caches: what does not pass by itself once, with the server's own words and the buttons that
 * mend it; everything else only as one log line when it begins, for the status bar shows it.
 */
export class EndpointNotices {
  readonly #log: ReturnType<typeof serverLog>;
  readonly #client: ClientRequests;
  readonly #messages: UserMessages;
  readonly #clock: Clock;
  readonly #memories = new Map<string, Memory>();
  /** Tiers and reasons that the user has been told of. */
  readonly #toldOfTiers = new Set<string>();
  #remedies = NO_REMEDIES;

  constructor(connection: Connection, client: ClientRequests, clock: Clock) {
    this.#log = serverLog(connection);
    this.#client = client;
    this.#messages = new UserMessages(connection);
    this.#clock = clock;
  }

  /** Listens for what it tells of. */
  listenTo(events: EventHub<MetricsEvent>): void {
    events.on(
      ['answered', 'failed', 'leftSlow', 'tierSetAside', 'tierDown', 'tierUp'],
      this.#observe,
    );
  }

  /** The remedies can be offered from now on. */
  offer(remedies: NoticeRemedies): void {
    this.#remedies = remedies;
  }

  /** An endpoint has another key, or other settings: what is wrong with it now is told. */
  forget(endpointId?: string): void {
    if (endpointId !== undefined) {
      this.#memories.delete(endpointId);
      return;
    }
    this.#memories.clear();
    this.#toldOfTiers.clear();
  }

  readonly #observe = (event: Told): void => {
    if (event.kind === 'answered') {
      const memory = this.#memoryOf(event.endpointId);
      memory.logged = undefined;
      for (const error of memory.toldAt.keys()) memory.answered.add(error);
    }
    if (event.kind === 'leftSlow') {
      const what = event.isBack
        ? 'asked again'
        : 'left for a while, because it is much slower than the others of its priority';
      this.#log.info(plain`Endpoint "${event.endpointId}": ${what}`);
    }
    if (event.kind === 'tierSetAside') {
      this.#log.warn(plain`The ${event.tier} cache could not be read and was set aside`);
    }
    if (event.kind === 'tierDown') this.#tierDown(event);
    if (event.kind === 'tierUp') this.#log.info(plain`The ${event.tier} cache works again`);
    // What is sent once more in another form has not failed yet.
    if (event.kind === 'failed' && event.isToChange !== true) this.#failed(event);
  };

  #tierDown(event: Extract<Told, { readonly kind: 'tierDown' }>): void {
    this.#log.warn(tierLogLine(event));
    const message = tierMessage(event);
    const news = `${event.tier} ${event.reason}`;
    if (message === undefined || this.#toldOfTiers.has(news)) return;
    this.#toldOfTiers.add(news);
    this.#messages.warn(message);
  }

  #failed(failure: Failure): void {
    const { endpointId, error, status } = failure;
    const memory = this.#memoryOf(endpointId);
    if (memory.logged !== error) {
      memory.logged = error;
      const what = status === undefined ? error : `${error} (HTTP ${status})`;
      this.#log.warn(plain`Endpoint "${endpointId}": ${what}`);
    }
    const isLong = isLongLimit(failure);
    const isOwnTold = isLong || ABOUT_ONE_REQUEST.includes(error);
    if (failure.task === 'action' && isOwnTold) return;
    const buttons = isLong ? [] : problemButtons(error);
    if (buttons === undefined || !this.#isNews(memory, error)) return;
    memory.toldAt.set(error, this.#clock.monotonic());
    memory.answered.delete(error);
    void this.#tell(
      failure,
      buttons.filter((button) => this.#isPossible(button, endpointId)),
    );
  }

  #isNews({ toldAt, answered }: Memory, error: string): boolean {
    const at = toldAt.get(error);
    if (at === undefined) return true;
    return answered.has(error) && this.#clock.monotonic() - at >= AGAIN_MS;
  }

  #memoryOf(endpointId: string): Memory {
    const known = this.#memories.get(endpointId);
    if (known !== undefined) return known;
    const memory = { logged: undefined, toldAt: new Map(), answered: new Set<string>() };
    this.#memories.set(endpointId, memory);
    return memory;
  }

  /** Other editors stop all work for a question: they get the sentence alone. */
  #isPossible(button: ProblemButton, endpointId: string): boolean {
    if (!this.#client.knows(method.openSettings)) return false;
    if (button === 'Set API Key') return this.#client.knows(method.editCredential);
    return button !== 'Use Chat' || this.#remedies.canUseChat(endpointId);
  }

  async #tell(failure: Failure, buttons: readonly ProblemButton[]): Promise<void> {
    const text = noticeText(failure, this.#client.knows(method.editCredential));
    if (buttons.length === 0) {
      this.#messages.warn(text);
      return;
    }
    try {
      const chosen = await this.#messages.ask(MessageType.Warning, text, buttons);
      this.#carryOut(
        buttons.find((button) => button === chosen),
        failure,
      );
    } catch {
      // The connection closed while the message stood: nobody is left to tell.
    }
  }

  #carryOut(button: ProblemButton | undefined, { endpointId, error }: Failure): void {
    switch (button) {
      case 'Set API Key':
        this.#client.tell(method.editCredential, { endpointId });
        return;
      case 'Open Settings':
        this.#client.tell(method.openSettings, { setting: mendingSetting(error) ?? 'aurelis.' });
        return;
      case 'Try Again':
        this.forget(endpointId);
        this.#remedies.tryAgain(endpointId);
        return;
      case 'Use Chat':
        this.forget(endpointId);
        this.#remedies.useChat(endpointId);
        return;
      case undefined:
        return;
    }
  }
}
