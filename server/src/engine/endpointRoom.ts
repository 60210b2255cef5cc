import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { sleepCounted } from '../base/sleepCounted.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { ConcurrencyLimit } from '../limits/concurrencyLimit.ts';
import { EndpointStates } from '../upstream/endpointStates.ts';
import { ModelLoader } from '../upstream/modelLoader.ts';
import { ChosenModels } from './chosenModels.ts';
import { DescribedServers } from './describedServers.ts';
import { EndpointControl } from './endpointControl.ts';
import type { EndpointPathTools } from './endpointPath.ts';
import { EndpointProbes } from './endpointProbes.ts';
import { EndpointRemedies } from './endpointRemedies.ts';
import { factStore } from './factStore.ts';
import { GatewayNews } from './gatewayNews.ts';
import type { HostTools } from './hostTools.ts';
import { warmUp } from './warmUp.ts';

export interface EndpointRoomTools extends Pick<HostTools, 'process' | 'network' | 'listeners'> {
  readonly slots: ConcurrencyLimit;
  /** Those of the moment. */
  readonly endpoints: () => readonly Endpoint[];
  readonly test: ConstructorParameters<typeof EndpointControl>[0]['test'];
  /** Something is known of a server that changes what is asked there. */
  readonly onDescribed: () => void;
  /** A server takes another model than before where none is named. */
  readonly onOtherModel: () => void;
  /** The user has paused, resumed or tested one. */
  readonly onChanged: () => void;
}

/** All that is known of endpoints, and done about them, beside requests; it outlives a change of settings. */
export class EndpointRoom implements Disposable {
  readonly states: EndpointStates;
  readonly probes: EndpointProbes;
  readonly servers: DescribedServers;
  readonly gateways = new GatewayNews();
  readonly chosen: ChosenModels;
  readonly loader: ModelLoader;
  readonly remedies: EndpointRemedies;
  /** Pauses, resumes and tests endpoints. */
  readonly control: EndpointControl;
  readonly #tools: EndpointRoomTools;
  readonly #owned = new DisposableStore();

  constructor(tools: EndpointRoomTools) {
    this.#tools = tools;
    const { network, slots, endpoints, test, onDescribed, onOtherModel, onChanged } = tools;
    const { clock, random, storagePath, uptimeMs } = tools.process;
    this.states = new EndpointStates({
      clock: uptimeMs === undefined ? clock : sleepCounted(clock, uptimeMs),
      random,
      slots,
      factsOf: factStore(storagePath, clock),
      onSuspect: () => this.probes.suspected(),
    });
    const { states } = this;
    this.probes = this.#owned.add(new EndpointProbes({ ...network, clock, states, endpoints }));
    const asking = { ...network, clock, isPaused: states.isPaused };
    const onAnnounced: GatewayNews['announced'] = (endpoint, announced) => {
      this.gateways.announced(endpoint, announced);
      tools.listeners.onChanged();
    };
    this.chosen = new ChosenModels(onOtherModel);
    const { told: onChosen, untold: onUntold } = this.chosen;
    const told = { onAnnounced, onChosen, onUntold };
    this.servers = new DescribedServers({ ...asking, ...told }, onDescribed);
    this.loader = this.#owned.add(new ModelLoader(asking));
    this.remedies = new EndpointRemedies(states, endpoints);
    this.control = new EndpointControl({ states, endpoints, test, onChanged });
  }

  /** For the paths of requests. */
  get path(): Pick<EndpointPathTools, 'loader' | 'onCallerLimits'> & {
    readonly chosen: ChosenModels;
  } {
    const { loader, gateways, chosen } = this;
    return { loader, onCallerLimits: gateways.heard, chosen };
  }

  /** Somebody types, or asks. With `mayAsk`, servers that take a model of their own choice are asked now and then whether it is still the same. */
  active(mayAsk: boolean): void {
    this.probes.active();
    if (mayAsk) void this.servers.askForChoices(this.#tools.endpoints());
  }

  /** Somebody is about to type. */
  warmUp(): void {
    const { servers, loader, states } = this;
    const { network, endpoints } = this.#tools;
    warmUp(endpoints(), { warm: network.warm, servers, loader, states });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
